//! Sets of site profiles.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use url::Url;

use crate::errors::raise_profile_error;
use crate::text::Text;

/// A set of site profiles, found by a page's host.
#[pyclass(frozen, module = "copydesk")]
pub struct Profiles(Arc<copydesk::Profiles>);

impl Profiles {
    /// Those that are built in, compiled once.
    pub fn shared(py: Python<'_>) -> PyResult<Arc<copydesk::Profiles>> {
        static BUILT_IN: PyOnceLock<Arc<copydesk::Profiles>> = PyOnceLock::new();
        let compile = || {
            let built_in = copydesk::Profiles::built_in().map(Arc::new);
            built_in.map_err(|errors| raise_profile_error(py, &errors))
        };
        BUILT_IN.get_or_try_init(py, compile).map(Arc::clone)
    }

    /// The library's set.
    pub fn set(&self) -> Arc<copydesk::Profiles> {
        Arc::clone(&self.0)
    }
}

#[pymethods]
impl Profiles {
    /// The profiles of a folder, over those that are built in.
    #[staticmethod]
    #[pyo3(signature = (directory, *, built_in=true))]
    fn load(py: Python<'_>, directory: PathBuf, built_in: bool) -> PyResult<Self> {
        let loaded = py.detach(|| {
            let own = copydesk::Profiles::load(&directory)?;
            Ok(if built_in { own.over(copydesk::Profiles::built_in()?) } else { own })
        });
        loaded.map(|set| Self(Arc::new(set))).map_err(|errors| raise_profile_error(py, &errors))
    }

    /// The profiles that are built in, which are used where none are named.
    #[staticmethod]
    fn built_in(py: Python<'_>) -> PyResult<Self> {
        Self::shared(py).map(Self)
    }

    /// No profile: metadata and the generic extractor only.
    #[staticmethod]
    fn none() -> Self {
        Self(Arc::default())
    }

    /// The main host of the profile for a URL, if there is one.
    fn find(&self, url: Text) -> Option<String> {
        let url = Url::parse(url.as_str()).ok()?;
        self.0.find(&url).map(|profile| profile.host.clone())
    }

    /// The main hosts, sorted.
    #[getter]
    fn hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = self.0.iter().map(|profile| profile.host.clone()).collect();
        hosts.sort();
        hosts
    }

    fn __len__(&self) -> usize {
        self.0.iter().len()
    }

    fn __repr__(&self) -> String {
        format!("<Profiles of {} sites>", self.__len__())
    }
}
