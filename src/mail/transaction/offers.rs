//! What a server says that it can do, and what it turns out not to do.

/// What the server can do beyond RFC 5321.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// Several commands in one write (RFC 2920).
    pub pipelining: bool,
    /// Messages by their length, without a final dot (RFC 3030).
    pub chunking: bool,
    /// Addresses beyond ASCII before the at sign (RFC 6531).
    pub smtputf8: bool,
    /// To be told how large a message is before it comes (RFC 1870).
    pub size: bool,
    /// To be told what a bounce is to name (RFC 3461).
    pub dsn: bool,
}

/// What a server offers, and was found not to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Misses {
    /// Several commands in one write (RFC 2920): it forgets those behind a message, or
    /// refuses them.
    pub pipelining: bool,
    /// Messages by their length (RFC 3030): it does not know BDAT.
    pub chunking: bool,
}

impl Misses {
    /// Returns what is missing in one or the other.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            pipelining: self.pipelining || other.pipelining,
            chunking: self.chunking || other.chunking,
        }
    }
}
