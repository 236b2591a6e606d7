//! Where a crawl begins: arguments, and a file of URLs.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use copydesk::{CanonicalUrl, HostKey};

/// The seeds as given, and the file they came from.
#[derive(Debug)]
pub struct Seeds {
    /// One text each.
    pub urls: Vec<String>,
    /// The `--input` file, unless it is standard input.
    pub file: Option<PathBuf>,
}

impl Seeds {
    /// The arguments, then the file's lines.
    pub fn read(arguments: &[String], input: Option<&Path>) -> anyhow::Result<Self> {
        let mut urls = arguments.to_vec();
        let mut file = None;
        if let Some(path) = input {
            let bytes = if path == Path::new("-") {
                let mut bytes = Vec::new();
                io::stdin().read_to_end(&mut bytes).context("cannot read seeds from standard input")?;
                bytes
            } else {
                file = Some(path.to_owned());
                std::fs::read(path).with_context(|| format!("cannot read seeds from {}", path.display()))?
            };
            let text = String::from_utf8(bytes).map_err(|error| {
                let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
                let line = valid.split(|byte| *byte == b'\n').count();
                anyhow!(
                    "{}, line {line}: not UTF-8; seeds are a text file with one URL a line",
                    path.display()
                )
            })?;
            urls.extend(lines(&text));
        } else if let [first, ..] = arguments
            && arguments.iter().all(|argument| lacks_scheme(argument))
        {
            bail!("{first} is no URL: write https://{first}");
        }
        if let Some(host) = urls.iter().find_map(|seed| host_with_password(seed)) {
            bail!(
                "the seed for {host} holds a user name or password, which would stand in every record, archive and log: \
                 leave it out and give --header '{host}=Authorization: Basic …', with the base64 of user:password"
            );
        }
        Ok(Self { urls, file })
    }
}

/// Whether an argument would be a URL with `https://` before it, and is none without.
fn lacks_scheme(argument: &str) -> bool {
    let host = argument.split(['/', ':', '?']).next().unwrap_or_default();
    CanonicalUrl::parse(argument).is_err()
        && (host.contains('.') || host == "localhost")
        && CanonicalUrl::parse(&format!("https://{argument}")).is_ok()
}

/// The host of a URL that holds a user name or password.
fn host_with_password(seed: &str) -> Option<HostKey> {
    let url = CanonicalUrl::parse(seed).ok()?;
    let secret = !url.as_url().username().is_empty() || url.as_url().password().is_some();
    secret.then(|| url.host())
}

fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_blank_lines_and_a_byte_order_mark_are_no_seeds() {
        let text = "\u{feff}# my sites\r\nhttps://a.test/\r\n\n  https://b.test/#top  \n#https://c.test/";
        assert_eq!(super::lines(text).collect::<Vec<_>>(), ["https://a.test/", "https://b.test/#top"]);
    }
}
