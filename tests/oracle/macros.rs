//! The built-in macros.

/// §4.14, as it stands there.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    let table = [
        ("alert", "kind=alert"),
        ("log", "kind=log"),
        ("system", "kind=system"),
        ("host", "scope=host"),
        ("denied", "outcome=denied"),
        ("blocked", "outcome=denied and action:block"),
        ("audited", "action:audit"),
        ("root", "uid=0"),
        (
            "exec",
            "op=process and (syscall=execve,execveat or lsm=SECURITY_BPRM_CHECK)",
        ),
        (
            "session",
            "has:execid and execid!=0 or (has:tty and ppid=0 and parent=runc,containerd-shim,containerd-shim-runc-v2,crun,conmon)",
        ),
        (
            "write",
            "op=file and (flags=O_WRONLY,O_RDWR,O_CREAT,O_TRUNC,O_APPEND or syscall=unlink,unlinkat,rmdir,chown,fchownat \
             or lsm=FILE_MKNOD,FILE_UNLINK,FILE_MKDIR,FILE_RMDIR,FILE_SYMLINK,FILE_LINK,FILE_RENAME,FILE_CHMOD,FILE_TRUNCATE)",
        ),
        ("egress", "dir=egress and ip=public"),
        (
            "shell",
            "op=process and exe=sh,bash,dash,ash,zsh,ksh,busybox",
        ),
        (
            "pkgmgr",
            "op=process and path=apt,apt-get,dpkg,apk,yum,dnf,microdnf,rpm,pip,pip3,npm,gem",
        ),
        ("token", "op=file and path:serviceaccount/token"),
        ("gap", "op=AlertThreshold or has:.DroppingAlertsInterval"),
    ];
    table
        .into_iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, text)| text)
}
