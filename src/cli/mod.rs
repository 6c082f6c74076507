//! The command: arguments to a request, a request to a run, errors to sentences.
