//! `copydesk diff`: what changed between two files of records.

mod field;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Serialize;
use serde_json::{Map, Value};

use self::field::Change;
use super::batch;
use super::exit::Exit;
use super::schema;
use super::stdout::{json_line, stdout};

/// Compare two files of records field by field: what a change to a profile, or a newer version, did to the same pages.
///
/// Records are the same by their `id`, or else by their `url`, and by their `revision`. Prints those that changed, came or went, in the order of
/// NEW, and on standard error how many of each kind there are and how often each field changed. When and by what a page
/// was read (`fetched_at`, `extractor`) is not compared.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The records as they were, one JSON object a line.
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The records as they are; - is standard input.
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Compare FIELD alone, such as body or headline. Can be repeated.
    #[arg(long, value_name = "FIELD")]
    only: Vec<String>,

    /// text: for people, long values cut short. json: an object a line with both values of every field that changed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Changed,
    Added,
    Removed,
    Same,
}

/// A record that is not the same.
#[derive(Serialize)]
struct Difference<'a> {
    url: &'a str,
    id: &'a Value,
    change: Kind,
    /// Of a changed one.
    fields: BTreeMap<&'a str, Change<'a>>,
}

/// What messages call a good line.
const EXPECTED: &str = r#"a record: {"url", "status"}"#;

/// Fields that differ from run to run.
const NOT_COMPARED: &[&str] = &["extractor", "fetched_at", "schema_version"];

/// Fields that say all there is to say where a page became an article, or ceased to be one.
const OUTCOME: &[&str] = &["reason", "status"];

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(unknown) = args.only.iter().find(|field| !is_field(field)) {
        bail!("--only {unknown}: no field of a record; `copydesk schema` lists them");
    }
    let mut exit = Exit::Success;
    let mut old = Old::index(&args.old, &mut exit)?;
    let mut out = stdout();
    let mut counts = Counts::default();
    for line in batch::lines(&args.new)? {
        let new = match line?.parse::<Map<String, Value>>(EXPECTED) {
            Ok(new) => new,
            Err(failed) => {
                complain(&failed.message, &mut exit);
                continue;
            }
        };
        let before = old.take(&key(&new))?;
        let fields = before.as_ref().map_or_else(BTreeMap::new, |old| changes(old, &new, &args.only));
        let kind = match before {
            None => Kind::Added,
            Some(_) if fields.is_empty() => Kind::Same,
            Some(_) => Kind::Changed,
        };
        counts.add(kind, fields.keys().copied());
        print(&mut out, args.format, &difference(&new, kind, fields))?;
    }
    for removed in old.rest()? {
        counts.add(Kind::Removed, std::iter::empty());
        print(&mut out, args.format, &difference(&removed, Kind::Removed, BTreeMap::new()))?;
    }
    out.flush()?;
    tell!("copydesk: {}", counts.told());
    Ok(exit)
}

/// Whether articles or other outcomes have such a field.
fn is_field(name: &str) -> bool {
    let schema = schema::of_records().to_value();
    let kinds = schema.pointer("/$defs").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let variants = schema.pointer("/oneOf").and_then(Value::as_array).into_iter().flatten();
    kinds
        .chain(variants)
        .any(|kind| kind.pointer("/properties").is_some_and(|fields| fields.get(name).is_some()))
}

fn complain(message: &str, exit: &mut Exit) {
    tell!("copydesk: {message}");
    *exit = Exit::Failures;
}

/// What a record is known by: its id, or else its URL; and which revision it is.
fn key(record: &Map<String, Value>) -> String {
    let id = record.get("id").filter(|id| !id.is_null());
    let id = id.or_else(|| record.get("url")).map(Value::to_string).unwrap_or_default();
    let revision = record.get("revision").and_then(Value::as_u64).unwrap_or(1);
    format!("{id} {revision}")
}

/// Where each record of the old file lies, so that none need be kept.
struct Old {
    path: PathBuf,
    file: File,
    /// Of several records with one key the last counts.
    places: HashMap<String, (u64, usize)>,
    taken: HashSet<String>,
}

impl Old {
    fn index(path: &Path, exit: &mut Exit) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            bail!("OLD must be a file: only NEW can be standard input");
        }
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        let mut reader = BufReader::new(&file);
        batch::refuse_other_kinds(&mut reader, &batch::name(path))?;
        let (mut places, mut start, mut bytes) = (HashMap::new(), 0_u64, Vec::new());
        for number in 1_u64.. {
            bytes.clear();
            let length = reader
                .read_until(b'\n', &mut bytes)
                .with_context(|| format!("cannot read {}", path.display()))?;
            if length == 0 {
                break;
            }
            match serde_json::from_slice::<Map<String, Value>>(&bytes) {
                Ok(record) => drop(places.insert(key(&record), (start, length))),
                Err(error) => {
                    complain(
                        &format!("{}, line {number}: expected {EXPECTED}: {error}", path.display()),
                        exit,
                    );
                }
            }
            start += length as u64;
        }
        Ok(Self { path: path.to_owned(), file, places, taken: HashSet::new() })
    }

    /// The old record of a key, which is taken then; a key that comes twice is compared twice.
    fn take(&mut self, key: &str) -> anyhow::Result<Option<Map<String, Value>>> {
        let Some(&place) = self.places.get(key) else { return Ok(None) };
        self.taken.insert(key.to_owned());
        self.read(place).map(Some)
    }

    /// The records nobody took, in the order of the file.
    fn rest(mut self) -> anyhow::Result<Vec<Map<String, Value>>> {
        let left = self.places.iter().filter(|(key, _)| !self.taken.contains(*key));
        let mut places: Vec<(u64, usize)> = left.map(|(_, place)| *place).collect();
        places.sort_unstable();
        places.into_iter().map(|place| self.read(place)).collect()
    }

    fn read(&mut self, (start, length): (u64, usize)) -> anyhow::Result<Map<String, Value>> {
        let mut bytes = vec![0; length];
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_exact(&mut bytes).with_context(|| format!("cannot read {}", self.path.display()))?;
        serde_json::from_slice(&bytes)
            .with_context(|| format!("{} changed while it was read", self.path.display()))
    }
}

/// The fields in which two records differ; all that counts where only one is an article is that.
fn changes<'a>(
    old: &Map<String, Value>,
    new: &'a Map<String, Value>,
    only: &[String],
) -> BTreeMap<&'a str, Change<'a>> {
    let became = old.get("status") != new.get("status");
    let wanted = |name: &&String| {
        let name = name.as_str();
        let by_user = only.is_empty() || only.iter().any(|only| only == name);
        by_user && !NOT_COMPARED.contains(&name) && (!became || OUTCOME.contains(&name))
    };
    let names = new.keys().filter(wanted);
    let changed = names.filter_map(|name| {
        let after = new.get(name)?;
        let before = old.get(name).cloned().unwrap_or(Value::Null);
        (!same(&before, after)).then(|| (name.as_str(), Change::of(before, after)))
    });
    changed.collect()
}

/// Whether two values are equal, however their numbers are written: `1` and `1.0`.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}

fn difference<'a>(
    record: &'a Map<String, Value>,
    change: Kind,
    fields: BTreeMap<&'a str, Change<'a>>,
) -> Difference<'a> {
    let url = record.get("url").and_then(Value::as_str).unwrap_or_default();
    Difference { url, id: record.get("id").unwrap_or(&Value::Null), change, fields }
}

fn print(out: &mut impl Write, format: Format, difference: &Difference<'_>) -> anyhow::Result<()> {
    let word = match difference.change {
        Kind::Same => return Ok(()),
        Kind::Changed => "changed",
        Kind::Added => "added",
        Kind::Removed => "removed",
    };
    if matches!(format, Format::Json) {
        return Ok(json_line(out, difference)?);
    }
    writeln!(out, "{word:<8} {}", difference.url)?;
    for (name, change) in &difference.fields {
        writeln!(out, "    {name}: {change}")?;
    }
    Ok(())
}

/// How many records of each kind, and how often each field changed.
#[derive(Default)]
struct Counts {
    kinds: BTreeMap<Kind, u64>,
    fields: BTreeMap<String, u64>,
}

impl Counts {
    fn add<'a>(&mut self, kind: Kind, fields: impl Iterator<Item = &'a str>) {
        *self.kinds.entry(kind).or_default() += 1;
        for field in fields {
            *self.fields.entry(field.to_owned()).or_default() += 1;
        }
    }

    fn told(&self) -> String {
        let count = |kind| self.kinds.get(&kind).copied().unwrap_or_default();
        let fields: Vec<String> = self.fields.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let fields = if fields.is_empty() { String::new() } else { format!(" ({})", fields.join(", ")) };
        format!(
            "{} changed{fields}, {} added, {} removed, {} the same",
            count(Kind::Changed),
            count(Kind::Added),
            count(Kind::Removed),
            count(Kind::Same)
        )
    }
}
