//! Which URLs belong to the crawl.

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use url::{Host, Url};

use super::Scope;
use crate::canonical::{CanonicalUrl, HostKey};
use crate::profile::Profiles;

/// A scope, made from the seeds of all runs. It grows where others add seeds to the crawl.
#[derive(Debug)]
pub(super) struct Bounds {
    scope: Scope,
    /// Hosts without a leading `www.`; with [`Scope::Domain`], registrable domains.
    names: RwLock<HashSet<String>>,
}

impl Bounds {
    /// The scope around those seeds. A host brings those it shares a profile with.
    pub fn around(scope: Scope, seeds: &[CanonicalUrl], profiles: &Profiles) -> Self {
        let bounds = Self { scope, names: RwLock::default() };
        bounds.widen(seeds, profiles);
        bounds
    }

    /// Takes in what further seeds bring.
    pub fn widen(&self, seeds: &[CanonicalUrl], profiles: &Profiles) {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        for seed in seeds {
            names.insert(name(self.scope, seed.as_url()));
            if self.scope == Scope::Host {
                let profile = profiles.find(seed.as_url());
                let hosts = profile.iter().flat_map(|profile| &profile.hosts);
                names.extend(hosts.map(|host| without_www(host).to_owned()));
            }
        }
    }

    /// Whether a URL belongs to the crawl.
    pub fn allow(&self, url: &Url) -> bool {
        self.names.read().unwrap_or_else(PoisonError::into_inner).contains(&name(self.scope, url))
    }

    /// Whether links are followed, or only what feeds and sitemaps list.
    pub fn follow_links(&self) -> bool {
        self.scope != Scope::Seeds
    }
}

/// Whether both are pages of one site: the same host but for `www.`, or the same registrable domain.
pub(super) fn same_site(one: &Url, other: &Url) -> bool {
    name(Scope::Domain, one) == name(Scope::Domain, other)
}

fn name(scope: Scope, url: &Url) -> String {
    let host = HostKey::of(url);
    let registrable = match (scope, url.host()) {
        // The list of public suffixes knows nothing of addresses: 127.0.0.1 is not below "0.1".
        (Scope::Domain, Some(Host::Domain(domain))) => psl::domain_str(domain),
        _ => None,
    };
    registrable.unwrap_or_else(|| without_www(host.as_str())).to_owned()
}

fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(scope: Scope, seed: &str) -> Bounds {
        Bounds::around(scope, &[CanonicalUrl::parse(seed).unwrap()], &Profiles::default())
    }

    fn allows(bounds: &Bounds, url: &str) -> bool {
        bounds.allow(&Url::parse(url).unwrap())
    }

    #[test]
    fn host_scope_takes_the_host_with_and_without_www() {
        let bounds = bounds(Scope::Host, "https://www.example.com/news/");
        assert!(allows(&bounds, "https://example.com/"));
        assert!(allows(&bounds, "http://www.example.com/a"));
        assert!(!allows(&bounds, "https://blog.example.com/"));
        assert!(!allows(&bounds, "https://example.com:8443/"));
    }

    #[test]
    fn domain_scope_takes_what_one_owner_registered_and_no_address_beside_it() {
        let uk = bounds(Scope::Domain, "https://www.example.co.uk/");
        assert!(allows(&uk, "https://blog.example.co.uk/"));
        assert!(!allows(&uk, "https://other.co.uk/"));
        let address = bounds(Scope::Domain, "http://127.0.0.1:80/");
        assert!(allows(&address, "http://127.0.0.1/a"));
        assert!(!allows(&address, "http://127.2.0.1/a"));
    }
}
