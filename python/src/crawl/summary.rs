//! A crawl's numbers as a `dict`.

use std::collections::BTreeMap;

use copydesk::crawl::Summary;
use copydesk::outcome::Reason;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// `entered == articles + sum(no_article.values()) + waiting`.
pub fn to_dict<'py>(py: Python<'py>, summary: &Summary) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("entered", summary.entered)?;
    dict.set_item("articles", summary.articles)?;
    dict.set_item("no_article", by_reason(py, &summary.no_article)?)?;
    dict.set_item("failed", summary.failed)?;
    dict.set_item("waiting", summary.waiting)?;
    dict.set_item("kept_back", by_reason(py, &summary.kept_back)?)?;
    dict.set_item("sources_read", summary.sources_read)?;
    dict.set_item("sources_failed", summary.sources_failed)?;
    dict.set_item("finished_before", summary.run.before)?;
    dict.set_item("revisions", summary.revisions)?;
    dict.set_item("revisits", summary.run.revisits)?;
    dict.set_item("rewound", summary.rewound)?;
    dict.set_item("interrupted", summary.interrupted)?;
    Ok(dict)
}

fn by_reason<'py>(py: Python<'py>, counts: &BTreeMap<Reason, u64>) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (reason, count) in counts {
        dict.set_item(reason.as_str(), count)?;
    }
    Ok(dict)
}
