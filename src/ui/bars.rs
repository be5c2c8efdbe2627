//! Counts drawn as bars, of plain characters that stand in every font.

use console::{Style, measure_text_width};

/// The longest bar, in cells; the only length in a pipe.
const LONGEST: usize = 30;
/// The shortest bar that a narrow terminal gets.
const SHORTEST: usize = 8;
/// What separates label, bar and figures.
const GAP: usize = 2;

/// What a part of a bar means: a character says it, and a colour besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What the part is drawn with.
    pub sign: char,
    /// The colour, where there are colours.
    pub tone: Tone,
}

/// The meaning of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// All is well: green.
    Good,
    /// Something needs someone: red.
    Bad,
    /// It is not over: yellow.
    Open,
    /// Of no consequence: dim.
    Neutral,
}

impl Tone {
    const fn style(self) -> Style {
        let style = Style::new();
        match self {
            Self::Good => style.green(),
            Self::Bad => style.red(),
            Self::Open => style.yellow(),
            Self::Neutral => style.dim(),
        }
    }
}

/// Bars one below the other, on one scale.
#[derive(Clone, Debug, Default)]
pub struct Bars {
    whole: usize,
    rows: Vec<Bar>,
}

#[derive(Clone, Debug)]
struct Bar {
    label: String,
    parts: Vec<(usize, Mark)>,
    figures: Vec<String>,
}

impl Bars {
    /// Makes a picture in which a full bar stands for so many.
    pub const fn new(whole: usize) -> Self {
        Self {
            whole,
            rows: Vec::new(),
        }
    }

    /// Adds a bar with the figures that stand after it, in as many columns as the other bars have.
    pub fn row(
        &mut self,
        label: impl Into<String>,
        parts: impl IntoIterator<Item = (usize, Mark)>,
        figures: impl IntoIterator<Item = String>,
    ) {
        self.rows.push(Bar {
            label: label.into(),
            parts: parts.into_iter().collect(),
            figures: figures.into_iter().collect(),
        });
    }

    pub(super) fn render(
        &self,
        width: Option<u16>,
        styled: bool,
        clean: impl Fn(&str) -> String,
    ) -> String {
        let labels: Vec<String> = self.rows.iter().map(|row| clean(&row.label)).collect();
        let mut label_width = widest(labels.iter());
        let figures: Vec<usize> = (0..)
            .map_while(|column| {
                let cells = self.rows.iter().filter_map(|row| row.figures.get(column));
                Some(widest(cells)).filter(|&width| width > 0)
            })
            .collect();
        let figures_width: usize = figures.iter().map(|width| width + GAP).sum();
        let mut length = LONGEST;
        if let Some(width) = width.map(usize::from) {
            let room = width.saturating_sub(figures_width + GAP);
            label_width = label_width.min(room.saturating_sub(SHORTEST));
            length = room.saturating_sub(label_width).clamp(SHORTEST, LONGEST);
        }
        let mut text = String::new();
        for (row, label) in self.rows.iter().zip(labels) {
            let label = console::truncate_str(&label, label_width, "…");
            let cells = cells(&row.parts, self.whole, length);
            let drawn: usize = cells.iter().sum();
            let mut line = format!("{}{}", pad(&label, label_width), " ".repeat(GAP));
            for (count, (_, mark)) in cells.iter().zip(&row.parts) {
                let part = mark.sign.to_string().repeat(*count);
                let style = mark.tone.style().force_styling(styled);
                line.push_str(&style.apply_to(part).to_string());
            }
            line.push_str(&" ".repeat(length.saturating_sub(drawn)));
            for (figure, width) in row.figures.iter().zip(&figures) {
                let padding = width + GAP - measure_text_width(figure);
                line.push_str(&" ".repeat(padding));
                line.push_str(figure);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// Returns how many cells each part of a bar gets: one at least for whatever is not zero.
///
/// Together they are as long as the whole bar would be, rounded, unless its
/// parts are more than its cells.
fn cells(parts: &[(usize, Mark)], whole: usize, length: usize) -> Vec<usize> {
    let share = |count: usize| (count * length + whole / 2) / whole.max(1);
    let mut cells: Vec<usize> = parts
        .iter()
        .map(|&(count, _)| share(count).max(usize::from(count > 0)))
        .collect();
    let total: usize = parts.iter().map(|(count, _)| count).sum();
    let goal = share(total).clamp(usize::from(total > 0), length);
    loop {
        let sum: usize = cells.iter().sum();
        let Some(longest) = cells.iter_mut().max() else {
            return cells;
        };
        if sum > goal && *longest > 1 {
            *longest -= 1;
        } else if sum < goal {
            *longest += 1;
        } else {
            return cells;
        }
    }
}

fn widest<'a>(texts: impl Iterator<Item = &'a String>) -> usize {
    texts
        .map(|text| measure_text_width(text))
        .max()
        .unwrap_or_default()
}

fn pad(text: &str, width: usize) -> String {
    let padding = width.saturating_sub(measure_text_width(text));
    format!("{text}{}", " ".repeat(padding))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    const GOOD: Mark = Mark {
        sign: '#',
        tone: Tone::Good,
    };
    const BAD: Mark = Mark {
        sign: 'x',
        tone: Tone::Bad,
    };

    fn render(bars: &Bars, width: Option<u16>) -> String {
        bars.render(width, false, str::to_owned)
    }

    #[test]
    fn whatever_is_not_zero_is_seen_and_nothing_is_longer_than_the_whole() {
        for length in [8, 30] {
            for (good, bad) in [(0, 0), (1, 0), (999, 1), (1, 999), (500, 500), (3, 4)] {
                let cells = cells(&[(good, GOOD), (bad, BAD)], 1000, length);
                assert_eq!(
                    cells.iter().map(|&one| one > 0).collect::<Vec<_>>(),
                    [good > 0, bad > 0]
                );
                assert!(cells.iter().sum::<usize>() <= length, "{cells:?}");
            }
            let all = cells(&[(999, GOOD), (1, BAD)], 1000, length);
            assert_eq!(all.iter().sum::<usize>(), length);
        }
        assert!(cells(&[], 0, 8).is_empty());
    }

    #[test]
    fn a_picture_fits_its_terminal_and_stays_a_picture_in_a_pipe() {
        let mut bars = Bars::new(212);
        let figures = |count: &str, percent: &str| [count.to_owned(), percent.to_owned()];
        bars.row("acceptés", [(209, GOOD)], figures("209", "98 %"));
        bars.row("refusés", [(3, BAD)], figures("3", "1 %"));
        assert_snapshot!(render(&bars, None), @"
        acceptés  ##############################  209  98 %
        refusés   x                                 3   1 %
        ");
        assert_snapshot!(render(&bars, Some(30)), @"
        acceptés  #########  209  98 %
        refusés   x            3   1 %
        ");
        let mut bars = Bars::new(30);
        bars.row(
            "CE2-CM1 Mme LEFEBVRE-DUPONT et M. DE LA ROCHEFOUCAULD",
            [(28, GOOD), (2, BAD)],
            ["28/30".to_owned()],
        );
        bars.row("CP", [(12, GOOD)], ["12/12".to_owned()]);
        assert_snapshot!(render(&bars, Some(60)), @"
        CE2-CM1 Mme LEFEBVRE-DUPONT et M. DE LA RO…  #######x  28/30
        CP                                           ###       12/12
        ");
        for width in 20..120 {
            for line in render(&bars, Some(width)).lines() {
                assert!(measure_text_width(line) <= usize::from(width), "{line}");
            }
        }
    }

    #[test]
    fn colours_are_added_to_signs_and_never_replace_them() {
        let mut bars = Bars::new(2);
        bars.row("a", [(1, GOOD), (1, BAD)], ["2".to_owned()]);
        let plain = render(&bars, None);
        let coloured = bars.render(None, true, str::to_owned);
        assert!(coloured.contains("\u{1b}[32m") && coloured.contains("\u{1b}[31m"));
        assert_eq!(console::strip_ansi_codes(&coloured), plain);
    }
}
