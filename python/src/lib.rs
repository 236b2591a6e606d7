//! Copydesk for Python: the extension module `copydesk._native`.
//!
//! `copydesk/__init__.py` and what lies beside it in `package/` is the package as people import it; here is what it calls.
//! Nothing is decided here that the library decides: this crate turns Python's values into the library's and back.
//!
//! | module | what it is |
//! |---|---|
//! | `text` | `str` and `bytes` as they come, lone surrogates included |
//! | `record` | the record's types as Python classes |
//! | `errors` | the library's errors as the exceptions of `copydesk.errors` |
//! | `reader` | HTML and an address → a record, as `copydesk extract` does it |
//! | `pool` | threads that read pages, their results in order |
//! | `many` | the same for many pages, on all cores |
//! | `crawl` | the library's crawl, its outcomes one by one |
//! | `arrow` | records as Arrow tables; pages from Arrow tables |
//! | `profiles` | sets of site profiles |
//! | `quotes` | plain text → quotes |

mod arrow;
mod crawl;
mod errors;
mod many;
mod pool;
mod profiles;
mod quotes;
mod reader;
mod record;
mod text;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The module.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::arrow::{ArrowTable, ExtractArrow, extract_arrow, to_arrow};
    #[pymodule_export]
    use crate::crawl::Crawl;
    #[pymodule_export]
    use crate::crawl::options::crawl;
    #[pymodule_export]
    use crate::many::{ExtractMany, extract_many};
    #[pymodule_export]
    use crate::profiles::Profiles;
    #[pymodule_export]
    use crate::quotes::{Annotation, quotes};
    #[pymodule_export]
    use crate::reader::extract;
    #[pymodule_export]
    use crate::record::{
        Article, Attribution, Block, Cue, Entry, Image, Maker, Mark, Origin, Provenance, Quote, Reservation,
        Span, Speaker, SpeakerSummary, Warning,
    };
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
