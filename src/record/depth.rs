//! Paths to a depth, so that what lies under one directory is one value: `/var/log/` of `/var/log/nginx/access.log`.

use super::value::Type;

/// A field's name and a depth: `path/2`. `None` if it is no such name.
pub(super) fn split(name: &str) -> Option<(&str, usize)> {
    let (field, digits) = name.rsplit_once('/')?;
    let is_number = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let depth = digits.parse().ok().filter(|_| is_number)?;
    (depth > 0).then_some((field, depth))
}

/// Whether values of this type may be paths.
pub(super) const fn has(ty: Type) -> bool {
    matches!(ty, Type::Path | Type::Text)
}

/// A value to a depth. Of a text that begins as a path, its first word is taken for one; any other text stays whole.
pub(super) fn cut(text: &str, ty: Type, depth: usize) -> String {
    match ty {
        Type::Text if !text.starts_with('/') => text.to_owned(),
        Type::Text => of_path(text.split(' ').next().unwrap_or(text), depth),
        _ => of_path(text, depth),
    }
}

/// The first `depth` names of a path, `//` and `/./` collapsed; a final `/` tells that it goes on below them, so that a
/// directory and what is in it are told apart. `..` is a name: what it leads to cannot be known here.
fn of_path(path: &str, depth: usize) -> String {
    let mut names = path
        .split('/')
        .filter(|name| !name.is_empty() && *name != ".");
    let mut out = String::with_capacity(path.len().min(64));
    if path.starts_with('/') {
        out.push('/');
    }
    for (index, name) in names.by_ref().take(depth).enumerate() {
        if index > 0 {
            out.push('/');
        }
        out.push_str(name);
    }
    if names.next().is_some() {
        out.push('/');
    }
    if out.is_empty() { path.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_stands_for_what_is_under_it() {
        for (path, depth, cut) in [
            ("/var/log/nginx/access.log", 1, "/var/"),
            ("/var/log/nginx/access.log", 2, "/var/log/"),
            ("/var/log/nginx/access.log", 4, "/var/log/nginx/access.log"),
            ("/var/log/nginx/access.log", 9, "/var/log/nginx/access.log"),
            ("/var/log", 2, "/var/log"),
            ("/var/log/", 2, "/var/log"),
            ("//var/./log//x", 2, "/var/log/"),
            ("/../etc/passwd", 2, "/../etc/"),
            ("a/b/c", 2, "a/b/"),
            ("socket:[12]", 2, "socket:[12]"),
            ("/", 1, "/"),
            (".", 1, "."),
            ("/a b/c d/e", 2, "/a b/c d/"),
        ] {
            assert_eq!(super::cut(path, Type::Path, depth), cut, "{path} {depth}");
        }
    }

    #[test]
    fn a_text_is_cut_if_it_begins_as_a_path() {
        for (text, cut) in [
            ("/usr/bin/curl -o /tmp/x/y http://a/b", "/usr/bin/"),
            ("/bin/sh -c /a/b/c", "/bin/sh"),
            (
                "sa_family=AF_UNIX sun_path=/run/a/b",
                "sa_family=AF_UNIX sun_path=/run/a/b",
            ),
        ] {
            assert_eq!(super::cut(text, Type::Text, 2), cut, "{text}");
        }
    }

    #[test]
    fn a_depth_is_a_number_from_one_on() {
        assert_eq!(split("path/2"), Some(("path", 2)));
        assert_eq!(split("labels.a/b/12"), Some(("labels.a/b", 12)));
        for name in [
            "path",
            "path/",
            "path/0",
            "path/+2",
            "path/x",
            "path/1000",
            "/",
        ] {
            assert_eq!(split(name), None, "{name}");
        }
    }
}
