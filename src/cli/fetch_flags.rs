//! The flags of everything that goes over the network, shared by the verbs that fetch.
