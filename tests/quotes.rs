//! Quotes and attributions of plain text: languages, awkward articles, properties, the verb.

mod seed;
