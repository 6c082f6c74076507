//! Filter text to a plan. Pure: no I/O, no threads, no clock.
