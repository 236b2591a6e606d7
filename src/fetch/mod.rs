//! The only door to the network: client, robots.txt, pace, retries, address guard.
