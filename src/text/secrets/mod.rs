//! Secrets in texts, by their forms: what stands behind a name that says so, where a tool takes one, or looks like one
//! that a service gave out. A table of rules, each with what it masks and what it must not.
//!
//! A secret that has none of these forms is not found, so a text is not safe to publish because it was masked. Where a
//! rule is in doubt it masks: a value too many is a smaller loss than a password.

mod names;
mod options;
mod typed;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::Regex;

pub use names::is_secret_name;
pub use typed::redact_typed;

/// What stands for a secret.
pub const MASK: &str = "[redacted]";

/// One rule: where a secret is.
pub struct SecretRule {
    /// Its name.
    pub name: &'static str,
    /// Where it finds secrets, in at most 72 columns.
    pub doc: &'static str,
    /// A text that holds one.
    pub example: &'static str,
    /// What becomes of it.
    pub masked: &'static str,
    /// Texts that look alike and hold none.
    pub harmless: &'static [&'static str],
    /// Texts, lower case, one of which a text must hold for the rule to find anything.
    needles: &'static [&'static str],
    find: Method,
}

/// How a rule finds secrets.
enum Method {
    /// What the groups of a regular expression find.
    Pattern(&'static str),
    /// What a function finds.
    Function(fn(&str, &mut Vec<Range<usize>>)),
}

use Method::{Function, Pattern};

/// Every rule.
#[rustfmt::skip]
pub static RULES: &[SecretRule] = &[
    SecretRule {
        name: "name", doc: "behind a name that ends in password, secret, token, api-key, …",
        example: "/usr/bin/app --db-password=hunter2 --token abc PGPASSWORD=x",
        masked: "/usr/bin/app --db-password=[redacted] --token [redacted] PGPASSWORD=[redacted]",
        harmless: &["app --password-file /run/pw", "app --token-ttl=3600 --secret-name shop", "app --password", "PWD=/root OLDPWD=/", "sh -c app --password=$DB_PASS", "docker build --secret id=npm,src=/x", "cat /run/secrets/kubernetes.io/serviceaccount/token", "arn:aws:secretsmanager:eu:1:secret:prod/db", "bypass=1 compass=n", "registry/token:1.2", "app --max-tokens=100 --no-password x"],
        needles: names::NEEDLES, find: Function(names::find),
    },
    SecretRule {
        name: "option", doc: "where a tool takes one: mysql -p, curl -u, sshpass -p, redis-cli -a, …",
        example: "/usr/bin/mysql -uroot -phunter2 -h db", masked: "/usr/bin/mysql -uroot -p[redacted] -h db",
        harmless: &["docker run -p 8080:80 nginx", "nc -l -p 8080", "mysql -p shop", "mkdir -p /a/b", "ssh -p 22 host", "curl -u bob https://x", "curl -so /dev/null x", "ps -p 123", "cp -a x y"],
        needles: options::NEEDLES, find: Function(options::find),
    },
    SecretRule {
        name: "url", doc: "the password in a URL",
        example: "git clone https://bob:hunter2@git.example/x", masked: "git clone https://bob:[redacted]@git.example/x",
        harmless: &["https://git.example:8443/x@y", "ssh://git@git.example/x", "https://x/a:b@c", "http://[fd00::1]:80/"],
        needles: &["://"], find: Pattern(r"(?i)\b[a-z][a-z0-9+.-]*://[^\s/?#@:]*:([^\s/?#]+)@"),
    },
    SecretRule {
        name: "authorization", doc: "an Authorization header, and what stands behind Bearer",
        example: "curl -H Authorization: Basic Ym9iOmh1bnRlcjI=", masked: "curl -H Authorization: Basic [redacted]",
        harmless: &["curl -H Authorization: $AUTH", "authorization-mode=RBAC", "--authorization-policy-file /x"],
        needles: &["authorization", "bearer"], find: Pattern(r#"(?i)\bauthorization["']?\s?[:=]\s?["']?(?:(?:basic|bearer|token|digest|negotiate|apikey|splunk)\s+)?([^\s"'$][^\s"']*)|\bbearer\s+([A-Za-z0-9._~+/-]{8,}=*)"#),
    },
    SecretRule {
        name: "cookie", doc: "the values of a Cookie header",
        example: "curl -H Cookie: sid=a1b2; theme=dark https://x", masked: "curl -H Cookie: [redacted] https://x",
        harmless: &["cookie-jar: /x", "curl -b /tmp/cookies https://x"],
        needles: &["cookie"], find: Pattern(r#"(?i)\bcookie["']?:\s?([^\s;=]+=[^\s;"']*(?:;\s?[^\s;=]+=[^\s;"']*)*)"#),
    },
    SecretRule {
        name: "signature", doc: "the signature of a URL that was signed: sig, signature, X-Amz-Signature",
        example: "curl https://x.blob.example/y?sv=2024&sig=aB3%2Fx9&se=1", masked: "curl https://x.blob.example/y?sv=2024&sig=[redacted]&se=1",
        harmless: &["gpg --verify x.sig", "https://x/?design=1", "--signature=/x"],
        needles: &["sig=", "signature="], find: Pattern(r"(?i)[?&](?:x-amz-|x-goog-)?sig(?:nature)?=([^\s&;]+)"),
    },
    SecretRule {
        name: "sql", doc: "a password in a statement of SQL",
        example: "mysql -e CREATE USER bob IDENTIFIED BY 'hunter2'", masked: "mysql -e CREATE USER bob IDENTIFIED BY '[redacted]'",
        harmless: &["rows identified by id", "SELECT password FROM users"],
        needles: &["identified", "password"], find: Pattern(r#"(?i)\bidentified\s+(?:with\s+\S+\s+)?by\s+["']([^"']+)["']|\bpassword\s+["']([^"']+)["']"#),
    },
    SecretRule {
        name: "openssl", doc: "a passphrase as openssl takes it",
        example: "openssl rsa -passin pass:hunter2 -in k.pem", masked: "openssl rsa -passin pass:[redacted] -in k.pem",
        harmless: &["openssl rsa -passin file:/run/pw", "openssl rsa -passin env:PW", "bypass:x"],
        needles: &["pass:"], find: Pattern(r"(?:^|\s)pass:(\S+)"),
    },
    SecretRule {
        name: "literal", doc: "a literal of kubectl create secret",
        example: "kubectl create secret generic db --from-literal=user=bob", masked: "kubectl create secret generic db --from-literal=user=[redacted]",
        harmless: &["kubectl create secret generic db --from-file=/x"],
        needles: &["--from-literal"], find: Pattern(r"--from-literal[= ][^\s=]+=(\S+)"),
    },
    SecretRule {
        name: "jwt", doc: "a JSON Web Token, such as that of a service account",
        example: "vault-login eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrOHMifQ.c2lnbmF0dXJl", masked: "vault-login [redacted]",
        harmless: &["eyJ", "/eyJhbGciOi/x.y.z"],
        needles: &["eyj"], find: Pattern(r"\b(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)"),
    },
    SecretRule {
        name: "private key", doc: "the body of a private key",
        example: "echo -----BEGIN RSA PRIVATE KEY----- MIIEow -----END RSA PRIVATE KEY-----", masked: "echo -----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY-----",
        harmless: &["-----BEGIN CERTIFICATE-----MII-----END CERTIFICATE-----"],
        needles: &["private key-----"], find: Pattern(r"-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]+)"),
    },
    SecretRule {
        name: "aws", doc: "an access key of AWS, and the secret behind its name",
        example: "aws configure set aws_secret_access_key wJalrXUtnFEMI/K7MDENG", masked: "aws configure set aws_secret_access_key [redacted]",
        harmless: &["AKIA", "/AKIAxyz/", "ASIAPACIFICREGIONSOUTHEAST"],
        needles: &["akia", "asia", "aws_s"], find: Pattern(r"\b((?:AKIA|ASIA)[A-Z2-7]{16})\b|\baws_(?:secret_access_key|session_token)\s+([^\s=]+)"),
    },
    SecretRule {
        name: "github", doc: "a token of GitHub or GitLab",
        example: "git push https://ghp_0123456789abcdefABCDEF0123456789abcd@github.com/x", masked: "git push https://[redacted]@github.com/x",
        harmless: &["ghp_short", "glpat-x", "github_pat_x"],
        needles: &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "gldt-", "glrt-", "glptt-", "glsoat-", "glcbt-", "glagent-", "glft-", "glimt-"], find: Pattern(r"\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}|gl(?:pat|dt|rt|ptt|soat|cbt|agent|ft|imt)-[A-Za-z0-9_.-]{20,})"),
    },
    SecretRule {
        name: "slack", doc: "a token or the address of a webhook of Slack",
        example: "curl https://hooks.slack.com/services/T01/B02/abcDEF", masked: "curl https://hooks.slack.com/services/[redacted]",
        harmless: &["xoxo-hugs", "https://slack.com/services/T01"],
        needles: &["xox", "xapp-", "hooks.slack.com/"], find: Pattern(r"\b(xox[abceoprs]-[A-Za-z0-9-]{10,}|xapp-\d-[A-Za-z0-9-]{10,})|hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9_/-]+)"),
    },
    SecretRule {
        name: "service", doc: "a key of Google, Stripe, OpenAI, npm, PyPI, Docker Hub, Vault …",
        example: "vault login hvs.CAESIJ0123456789abcdefgh", masked: "vault login [redacted]",
        harmless: &["sk-learn", "npm_config_cache=/x", "rk_live", "hvs.x", "AIza"],
        needles: &["aiza", "ya29.", "k_live_", "k_test_", "sk-", "npm_", "pypi-", "dckr_pat_", "hvs.", "hvb.", "hvr.", "sg.", "dop_v1_", "whsec_"],
        find: Pattern(r"\b(AIza[0-9A-Za-z_-]{35}|ya29\.[0-9A-Za-z_-]{20,}|[rsp]k_(?:live|test)_[0-9A-Za-z]{16,}|sk-[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,}|dckr_pat_[A-Za-z0-9_-]{20,}|hv[sbr]\.[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|dop_v1_[a-f0-9]{64}|whsec_[A-Za-z0-9+/]{24,})"),
    },
];

/// The rules, ready to find.
struct Matchers {
    /// Finds the needles of all rules.
    needles: Option<AhoCorasick>,
    /// Which rule the needle of an index is of.
    owners: Vec<usize>,
    /// The expressions, by rule.
    patterns: Vec<Option<Regex>>,
}

static READY: LazyLock<Matchers> = LazyLock::new(|| {
    let owned = RULES.iter().enumerate();
    let (needles, owners): (Vec<&str>, Vec<usize>) = owned
        .flat_map(|(at, rule)| rule.needles.iter().map(move |needle| (*needle, at)))
        .unzip();
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true);
    builder.match_kind(MatchKind::Standard);
    builder.kind(Some(AhoCorasickKind::DFA));
    let pattern = |rule: &SecretRule| match rule.find {
        Pattern(text) => Regex::new(text).ok(),
        Function(_) => None,
    };
    Matchers {
        needles: builder.build(needles).ok(),
        owners,
        patterns: RULES.iter().map(pattern).collect(),
    }
});

/// Whether bytes may spell a secret; where they do not, [`redact`] finds none.
pub fn may_hold_secret(bytes: &[u8]) -> bool {
    READY
        .needles
        .as_ref()
        .is_none_or(|needles| needles.is_match(bytes))
}

/// The text with its secrets masked, and how many there were; `None` if there were none. Linear in the text.
///
/// ```
/// use knoxlog::text::redact;
/// assert_eq!(redact("app --password=hunter2"), Some(("app --password=[redacted]".to_owned(), 1)));
/// assert_eq!(redact("nc -l -p 8080"), None);
/// ```
pub fn redact(text: &str) -> Option<(String, u32)> {
    masked(text, &spans(text))
}

/// The text with these places masked.
fn masked(text: &str, found: &[Range<usize>]) -> Option<(String, u32)> {
    let first = found.first()?.start;
    let mut out = String::with_capacity(text.len());
    out.push_str(text.get(..first)?);
    let mut kept = first;
    for span in found {
        out.push_str(text.get(kept..span.start)?);
        out.push_str(MASK);
        kept = span.end;
    }
    out.push_str(text.get(kept..)?);
    Some((out, u32::try_from(found.len()).unwrap_or(u32::MAX)))
}

/// The secrets of a text, as [`redact`] finds them.
pub fn secrets_in(text: &str) -> impl Iterator<Item = &str> {
    spans(text).into_iter().filter_map(|span| text.get(span))
}

/// Where the secrets of a text are, none within another.
fn spans(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let Some(needles) = &READY.needles else {
        return found;
    };
    let mut is_likely = [false; 64];
    for hit in needles.find_overlapping_iter(text) {
        let owner = READY.owners.get(hit.pattern().as_usize());
        if let Some(likely) = owner.and_then(|owner| is_likely.get_mut(*owner)) {
            *likely = true;
        }
    }
    for ((rule, pattern), is_likely) in RULES.iter().zip(&READY.patterns).zip(is_likely) {
        match (&rule.find, pattern) {
            (Function(find), _) if is_likely => find(text, &mut found),
            (Pattern(_), Some(pattern)) if is_likely => {
                for groups in pattern.captures_iter(text) {
                    let groups = groups.iter().skip(1).flatten();
                    found.extend(groups.map(|group| group.range()));
                }
            }
            _ => {}
        }
    }
    found.retain(|span| !span.is_empty() && text.get(span.clone()) != Some(MASK));
    apart(found)
}

/// Places in their order, those joined that overlap.
fn apart(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for span in found {
        match apart.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}

#[cfg(test)]
mod tests;
