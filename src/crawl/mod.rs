//! Seeds → one outcome for every URL that entered: frontier, discovery, engine.
