//! The order in which a school names its classes.

use super::audience::fold_label;

/// The levels of nursery and primary school, from the youngest pupils to the oldest.
const LEVELS: [&str; 10] = [
    "tps", "ps", "ms", "gs", "cp", "ce1", "ce2", "cm1", "cm2", "ulis",
];

/// Returns what labels are sorted by: the level of their youngest pupils, then the label.
///
/// Labels that name no level come last.
pub fn class_order(label: &str) -> (usize, String) {
    let folded = fold_label(label);
    let level = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter_map(|word| LEVELS.iter().position(|level| *level == word))
        .min()
        .unwrap_or(LEVELS.len());
    (level, folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_from_the_youngest_pupils_to_the_oldest() {
        let mut labels = [
            "ULIS",
            "Les Libellules",
            "CM1-CM2 M. Blanc",
            "CE1 Mme Roy",
            "CP-CE1",
            "CP",
            "PS/MS",
            "gs",
            "CE2",
        ];
        labels.sort_by_cached_key(|label| class_order(label));
        assert_eq!(
            labels,
            [
                "PS/MS",
                "gs",
                "CP",
                "CP-CE1",
                "CE1 Mme Roy",
                "CE2",
                "CM1-CM2 M. Blanc",
                "ULIS",
                "Les Libellules",
            ]
        );
    }
}
