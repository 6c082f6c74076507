//! The table of macros: `is:name` stands for a filter.

/// A name for a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Macro {
    /// What stands behind `is:`.
    pub name: String,
    /// The filter it stands for.
    pub filter: String,
    /// Where it is defined: `built in`, or a file.
    pub origin: String,
}

/// The built-in macros (`language.md` §4.14).
#[rustfmt::skip]
pub const BUILT_IN: &[(&str, &str)] = &[
    ("alert", "kind=alert"),
    ("log", "kind=log"),
    ("system", "kind=system"),
    ("host", "scope=host"),
    ("denied", "outcome=denied"),
    ("blocked", "outcome=denied and action:block"),
    ("audited", "action:audit"),
    ("root", "uid=0"),
    ("exec", "op=process and (syscall=execve,execveat or lsm=SECURITY_BPRM_CHECK)"),
    ("session", "has:execid and execid!=0 or (has:tty and ppid=0 and parent=runc,containerd-shim,containerd-shim-runc-v2,crun,conmon)"),
    ("write", "op=file and (flags=O_WRONLY,O_RDWR,O_CREAT,O_TRUNC,O_APPEND or syscall=unlink,unlinkat,rmdir,chown,fchownat or lsm=FILE_MKNOD,FILE_UNLINK,FILE_MKDIR,FILE_RMDIR,FILE_SYMLINK,FILE_LINK,FILE_RENAME,FILE_CHMOD,FILE_TRUNCATE)"),
    ("egress", "dir=egress and ip=public"),
    ("shell", "op=process and exe=sh,bash,dash,ash,zsh,ksh,busybox"),
    ("pkgmgr", "op=process and path=apt,apt-get,dpkg,apk,yum,dnf,microdnf,rpm,pip,pip3,npm,gem"),
    ("token", "op=file and path:serviceaccount/token"),
    ("gap", "op=AlertThreshold or has:.DroppingAlertsInterval"),
];

/// The built-in macros.
pub fn built_in() -> Vec<Macro> {
    let row = |(name, filter): &(&str, &str)| Macro {
        name: (*name).to_owned(),
        filter: (*filter).to_owned(),
        origin: "built in".to_owned(),
    };
    BUILT_IN.iter().map(row).collect()
}
