//! The policies of the synthetic cluster, as alerts quote them.

use super::event::Policy;

const fn policy(
    name: &'static str,
    severity: &'static str,
    texts: (&'static str, &'static str),
    enforcer: &'static str,
    action: &'static str,
) -> Policy {
    Policy {
        name,
        severity,
        tags: texts.0,
        message: texts.1,
        enforcer,
        action,
    }
}

const LSM: &str = "BPFLSM";
const MONITOR: &str = "eBPF Monitor";
const BLOCK: &str = "Block";
const AUDIT: &str = "Audit";

pub(super) static PACKAGES: Policy = policy(
    "harden-wordpress-pkg-mngr-exec",
    "8",
    (
        "MITRE,MITRE_T1072_software_deployment_tools,NIST,NIST_CM-7",
        "a package manager was started in the shop",
    ),
    LSM,
    BLOCK,
);
pub(super) static KUBECTL: Policy = policy(
    "harden-wordpress-remote-admin",
    "9",
    (
        "MITRE,MITRE_T1609_container_administration_command",
        "an admin tool was started in the shop",
    ),
    LSM,
    BLOCK,
);
pub(super) static MEMORY: Policy = policy(
    "audit-wordpress-exec-from-shm",
    "10",
    (
        "MITRE,MITRE_T1496_resource_hijacking",
        "a program runs from shared memory",
    ),
    MONITOR,
    AUDIT,
);
pub(super) static TOKEN: Policy = policy(
    "audit-wordpress-sa-token",
    "7",
    (
        "MITRE,MITRE_T1552_unsecured_credentials",
        "the service account token was read",
    ),
    MONITOR,
    AUDIT,
);
pub(super) static METADATA: Policy = policy(
    "audit-cloud-metadata",
    "6",
    (
        "MITRE,MITRE_T1552_unsecured_credentials,CIS",
        "a pod spoke to the metadata service",
    ),
    MONITOR,
    AUDIT,
);
pub(super) static CRON: Policy = policy(
    "harden-wordpress-cron-write",
    "8",
    (
        "MITRE,MITRE_T1053_scheduled_task_job",
        "a cron table was opened for writing",
    ),
    LSM,
    BLOCK,
);
pub(super) static SHADOW: Policy = policy(
    "harden-wordpress-credential-files",
    "9",
    (
        "MITRE,MITRE_T1003_credential_dumping,PCI_DSS",
        "a credential file was opened",
    ),
    LSM,
    BLOCK,
);
pub(super) static LOGS: Policy = policy(
    "audit-wordpress-log-removal",
    "5",
    (
        "MITRE,MITRE_T1070_indicator_removal",
        "a log file was removed",
    ),
    MONITOR,
    AUDIT,
);
pub(super) static FIREWALL: Policy = policy(
    "nsp-ingress-audit-ssh",
    "4",
    ("", "ssh reached a node"),
    "NetworkPolicyEnforcer",
    AUDIT,
);
pub(super) static USB: Policy = policy(
    "hsp-usb-storage",
    "8",
    ("CIS,CIS_1.1.24", "usb storage was attached"),
    "USBDeviceHandler",
    "Remove",
);
pub(super) static DROPPED: Policy = policy(
    "ksp-drop-capabilities",
    "6",
    ("NIST,NIST_AC-6", "a dropped capability was used"),
    LSM,
    BLOCK,
);
pub(super) static HOST_KEYS: Policy = policy(
    "hsp-ssh-keys",
    "10",
    (
        "MITRE,MITRE_T1098_account_manipulation",
        "ssh keys were touched",
    ),
    "AppArmor",
    BLOCK,
);
pub(super) static ANON_EXEC: Policy = policy(
    "ksp-anonymous-exec",
    "9",
    (
        "MITRE,MITRE_T1620_reflective_code_loading",
        "anonymous memory became executable",
    ),
    "PRESET-AnonMapExecutionPreset",
    BLOCK,
);
pub(super) static FILELESS: Policy = policy(
    "ksp-fileless-exec",
    "9",
    (
        "MITRE,MITRE_T1620_reflective_code_loading",
        "a program without a file was started",
    ),
    "PRESET-FilelessExecutionPreset",
    BLOCK,
);
pub(super) static ENVIRON: Policy = policy(
    "ksp-protect-env",
    "7",
    (
        "MITRE,MITRE_T1082",
        "another process's environment was read",
    ),
    "PRESET-ProtectEnvPreset",
    BLOCK,
);
pub(super) static NEIGHBOUR: Policy = policy(
    "ksp-protect-proc",
    "6",
    ("MITRE,MITRE_T1057", "another process was looked into"),
    "PRESET-ProtectProcPreset",
    BLOCK,
);

/// Audits of ordinary life: files.
pub(super) static FILE_AUDITS: [Policy; 4] = [
    policy(
        "ksp-audit-config-read",
        "1",
        ("CIS,CIS_Linux", "a configuration file was read"),
        MONITOR,
        AUDIT,
    ),
    policy("DefaultPosture", "", ("", ""), MONITOR, AUDIT),
    policy(
        "ksp-audit-data-dir",
        "3",
        ("PCI_DSS,PCI_10.2", "a data directory was entered"),
        "AppArmor",
        AUDIT,
    ),
    policy(
        "ksp-audit-certificates",
        "2",
        ("NIST,NIST_SI-4", "a certificate was read"),
        MONITOR,
        "Audit (Block)",
    ),
];

/// Refusals of ordinary life: files, with an LSM at work.
pub(super) static FILE_BLOCKS: [Policy; 3] = [
    policy("DefaultPosture", "", ("", ""), LSM, BLOCK),
    policy(
        "ksp-block-write-bin",
        "5",
        ("NIST,NIST_CM-5,CIS", "a write below a program directory"),
        "AppArmor",
        BLOCK,
    ),
    policy(
        "ksp-block-etc-write",
        "7",
        (
            "MITRE,MITRE_T1565_data_manipulation",
            "a write below the configuration",
        ),
        LSM,
        BLOCK,
    ),
];

/// Refusals of ordinary life: programs.
pub(super) static EXEC_BLOCKS: [Policy; 3] = [
    policy(
        "ksp-block-pkg-tools",
        "4",
        ("NIST,NIST_CM-7", "a package tool was started"),
        "AppArmor",
        BLOCK,
    ),
    policy(
        "ksp-block-net-tools",
        "6",
        (
            "MITRE,MITRE_T1046_network_service_discovery",
            "a network tool was started",
        ),
        LSM,
        BLOCK,
    ),
    policy("DefaultPosture", "", ("", ""), LSM, BLOCK),
];
