//! Files and pipes to blocks of whole lines; lines to payloads. Knows bytes and wrappers, nothing of fields.

pub mod envelope;
