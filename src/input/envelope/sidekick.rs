//! KubeArmor's sidekick: the event's fields under `Detail`. // kubearmor/sidekick outputs/relay-client.go

use super::object::Inside;
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "sidekick",
    doc: "KubeArmor sidekick: {\"EventType\":...,\"Detail\":{...}}",
    spans_lines: false,
    form: Form::Object(&[Inside::at(&["Detail"]).time("UpdatedTime").host("HostName")]),
};
