//! Texts of one person, kept in place.

use std::iter;

/// Distinct texts in the order in which they came; seldom more than two.
///
/// An allocation for each of 100,000 people would take longer than matching
/// them, so only a third text needs one.
#[derive(Clone, Debug, Default)]
pub struct Few<'a> {
    first: &'a str,
    second: &'a str,
    more: Option<Box<Self>>,
}

impl<'a> Few<'a> {
    /// Adds a text, unless it is blank or there already.
    pub fn add(&mut self, text: &'a str) {
        if text.is_empty() || self.first == text || self.second == text {
            return;
        }
        if self.first.is_empty() {
            self.first = text;
        } else if self.second.is_empty() {
            self.second = text;
        } else {
            self.more.get_or_insert_default().add(text);
        }
    }

    /// Returns the texts.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        iter::successors(Some(self), |few| few.more.as_deref())
            .flat_map(|few| [few.first, few.second])
            .filter(|text| !text.is_empty())
    }

    /// Tells whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_kept_once_in_its_order() {
        let mut few = Few::default();
        assert!(few.is_empty());
        for text in ["b", "", "a", "b", "d", "c", "a", "d"] {
            few.add(text);
        }
        assert_eq!(few.iter().collect::<Vec<_>>(), ["b", "a", "d", "c"]);
    }
}
