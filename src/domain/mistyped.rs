//! Domains that look like a typing error of a common French provider.

/// Domain as mistyped → the one that was probably meant, in the order of the former.
///
/// Only names that belong to no provider of their own: a warning about a
/// right address would teach to ignore warnings.
const MISTYPED: &[(&str, &str)] = &[
    ("fre.fr", "free.fr"),
    ("free.r", "free.fr"),
    ("freee.fr", "free.fr"),
    ("g-mail.com", "gmail.com"),
    ("gamail.com", "gmail.com"),
    ("gamil.com", "gmail.com"),
    ("gamil.fr", "gmail.com"),
    ("gemail.com", "gmail.com"),
    ("gimail.com", "gmail.com"),
    ("glail.com", "gmail.com"),
    ("gmai.com", "gmail.com"),
    ("gmaiil.com", "gmail.com"),
    ("gmail.cm", "gmail.com"),
    ("gmail.co", "gmail.com"),
    ("gmail.comm", "gmail.com"),
    ("gmail.con", "gmail.com"),
    ("gmail.fr", "gmail.com"),
    ("gmail.om", "gmail.com"),
    ("gmaill.com", "gmail.com"),
    ("gmal.com", "gmail.com"),
    ("gmial.com", "gmail.com"),
    ("gmil.com", "gmail.com"),
    ("gmmail.com", "gmail.com"),
    ("gnail.com", "gmail.com"),
    ("hitmail.com", "hotmail.com"),
    ("hitmail.fr", "hotmail.fr"),
    ("homail.com", "hotmail.com"),
    ("homail.fr", "hotmail.fr"),
    ("hormail.com", "hotmail.com"),
    ("hormail.fr", "hotmail.fr"),
    ("hotamil.com", "hotmail.com"),
    ("hotamil.fr", "hotmail.fr"),
    ("hotmai.com", "hotmail.com"),
    ("hotmai.fr", "hotmail.fr"),
    ("hotmail.con", "hotmail.com"),
    ("hotmail.ft", "hotmail.fr"),
    ("hotmaill.com", "hotmail.com"),
    ("hotmaill.fr", "hotmail.fr"),
    ("hotmal.com", "hotmail.com"),
    ("hotmal.fr", "hotmail.fr"),
    ("hotmial.com", "hotmail.com"),
    ("hotmial.fr", "hotmail.fr"),
    ("hotmil.com", "hotmail.com"),
    ("hotmil.fr", "hotmail.fr"),
    ("hptmail.fr", "hotmail.fr"),
    ("htomail.fr", "hotmail.fr"),
    ("icloud.co", "icloud.com"),
    ("icloud.con", "icloud.com"),
    ("icloud.fr", "icloud.com"),
    ("iclould.com", "icloud.com"),
    ("icoud.com", "icloud.com"),
    ("laposre.net", "laposte.net"),
    ("lapost.net", "laposte.net"),
    ("laposte.ent", "laposte.net"),
    ("laposte.net.fr", "laposte.net"),
    ("lapotse.net", "laposte.net"),
    ("lapposte.net", "laposte.net"),
    ("lapsote.net", "laposte.net"),
    ("live.ft", "live.fr"),
    ("lvie.fr", "live.fr"),
    ("nuemricable.fr", "numericable.fr"),
    ("numericabe.fr", "numericable.fr"),
    ("oange.fr", "orange.fr"),
    ("ootlook.com", "outlook.com"),
    ("ootlook.fr", "outlook.fr"),
    ("oragne.fr", "orange.fr"),
    ("orane.fr", "orange.fr"),
    ("orang.fr", "orange.fr"),
    ("orange.ft", "orange.fr"),
    ("orange.r", "orange.fr"),
    ("orangr.fr", "orange.fr"),
    ("ornage.fr", "orange.fr"),
    ("orrange.fr", "orange.fr"),
    ("otlook.com", "outlook.com"),
    ("otlook.fr", "outlook.fr"),
    ("oultook.com", "outlook.com"),
    ("oultook.fr", "outlook.fr"),
    ("outllook.fr", "outlook.fr"),
    ("outlok.com", "outlook.com"),
    ("outlok.fr", "outlook.fr"),
    ("outloo.fr", "outlook.fr"),
    ("outloock.com", "outlook.com"),
    ("outloock.fr", "outlook.fr"),
    ("outlook.con", "outlook.com"),
    ("outlook.ft", "outlook.fr"),
    ("protonmail.con", "protonmail.com"),
    ("rfee.fr", "free.fr"),
    ("sfr.ft", "sfr.fr"),
    ("waandoo.fr", "wanadoo.fr"),
    ("wanaddo.fr", "wanadoo.fr"),
    ("wanado.fr", "wanadoo.fr"),
    ("wanadoo.ft", "wanadoo.fr"),
    ("wanafoo.fr", "wanadoo.fr"),
    ("wanaoo.fr", "wanadoo.fr"),
    ("wandoo.fr", "wanadoo.fr"),
    ("wannadoo.fr", "wanadoo.fr"),
    ("wnadoo.fr", "wanadoo.fr"),
    ("yahho.fr", "yahoo.fr"),
    ("yaho.com", "yahoo.com"),
    ("yaho.fr", "yahoo.fr"),
    ("yahoo.con", "yahoo.com"),
    ("yahoo.ft", "yahoo.fr"),
    ("yahooo.com", "yahoo.com"),
    ("yahooo.fr", "yahoo.fr"),
    ("yaoo.fr", "yahoo.fr"),
    ("yhaoo.fr", "yahoo.fr"),
    ("yhoo.fr", "yahoo.fr"),
];

/// Returns the domain that was probably meant, when one looks mistyped.
///
/// The domain is in lower case, as [`Address`](super::address::Address) has it.
/// It is for a person to decide: carnet never corrects an address.
pub fn likely_domain(domain: &str) -> Option<&'static str> {
    MISTYPED
        .binary_search_by(|(mistyped, _)| (*mistyped).cmp(domain))
        .ok()
        .and_then(|index| MISTYPED.get(index))
        .map(|(_, meant)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_suggests_no_mistake() {
        assert!(MISTYPED.is_sorted_by(|left, right| left.0 < right.0));
        for (_, meant) in MISTYPED {
            assert_eq!(likely_domain(meant), None, "{meant}");
        }
    }

    #[test]
    fn common_mistakes_are_known_and_right_domains_are_left_alone() {
        for (domain, meant) in [
            ("gamil.com", "gmail.com"),
            ("wanafoo.fr", "wanadoo.fr"),
            ("ootlook.fr", "outlook.fr"),
            ("hormail.fr", "hotmail.fr"),
        ] {
            assert_eq!(likely_domain(domain), Some(meant));
        }
        for domain in [
            "gmail.com",
            "orange.fr",
            "ymail.com",
            "gmx.fr",
            "mail.com",
            "example.org",
        ] {
            assert_eq!(likely_domain(domain), None, "{domain}");
        }
    }
}
