//! Writing the message in an editor, below a header that shows to whom it goes.

use super::{
    material::Material,
    plan_report::{attachments, left_out, list_shares},
};
use crate::{
    context::Context,
    domain::{audience::Audience, message::AttachmentNote},
    error::CommandError,
    formats::text::decode,
    mail::compose::Attachment,
    store::{DraftLock, StoreError},
    text,
    ui::{EditorError, PromptError, wrap},
};

/// Below this line every line is the director's, whatever it begins with; git has the same.
const SCISSORS: &str = "# ------------------------ >8 ------------------------";
/// Begins the lines above it, which nobody receives.
const MARK: char = '#';
/// Where the lines above it are broken.
const WIDTH: usize = 72;

/// Asks for the text in an editor; a draft on disk holds it from then on.
///
/// Nobody is asked to write who may not write to these lists.
pub fn compose(material: &mut Material, cx: &Context) -> Result<(), CommandError> {
    let audience = material.audience(cx)?;
    if audience.recipients.is_empty() {
        return Err(super::nobody(&audience, &material.lists));
    }
    let was_kept = material.is_kept();
    let before = material.writing.text.clone();
    let header = header(material, &audience);
    let lock = material.keep(cx)?;
    let path = lock.write_edited(&format!("{header}{SCISSORS}\n\n{before}"))?;
    let end = cx.ui.edit(&path);
    let text = left_in_editor(lock, &header)?.unwrap_or_default();
    let has_written = match &end {
        Ok(()) => !text.trim().is_empty(),
        // Subject and lists are worth keeping as well.
        Err(EditorError::Interrupted) => true,
        Err(_) => text.trim() != before.trim(),
    };
    if has_written {
        material.writing.text = text;
        material.has_text = true;
    }
    if has_written || was_kept {
        material.keep(cx)?.remove_edited()?;
    } else {
        material.forget()?;
    }
    match end {
        Ok(()) if has_written => Ok(()),
        Ok(()) => Err(CommandError::failed(text!("nothing-written"))),
        Err(EditorError::Interrupted) => Err(PromptError::Interrupted.into()),
        Err(error) => Err(error.into()),
    }
}

/// Returns the text of a file that an editor had open, without what nobody receives.
///
/// `header` is what stood above the scissors, if that is known.
pub fn left_in_editor(lock: &DraftLock, header: &str) -> Result<Option<String>, StoreError> {
    let Some(bytes) = lock.edited()? else {
        return Ok(None);
    };
    let content = match decode(&bytes) {
        Ok((content, _)) => content,
        // Whatever someone typed is a text, even where a file would be taken for something else.
        Err(_) => String::from_utf8_lossy(&bytes),
    };
    Ok(Some(without_header(&content, header)))
}

/// Takes away what stands above the scissors, but for what someone wrote there.
fn without_header(content: &str, header: &str) -> String {
    let lines: Vec<&str> = content.lines().collect();
    let scissors = lines.iter().position(|line| line.trim_end() == SCISSORS);
    let written: Vec<&str> = if let Some(at) = scissors {
        let (above, below) = lines.split_at(at);
        let above = above.iter().filter(|line| !line.starts_with(MARK));
        above.chain(below.iter().skip(1)).copied().collect()
    } else {
        // Whoever removed the scissors may have left the rest of the header.
        let header: Vec<&str> = header.lines().collect();
        let lines = lines.into_iter();
        lines.filter(|line| !header.contains(line)).collect()
    };
    let text = written.join("\n");
    text.trim_start_matches('\n').trim_end().to_owned()
}

/// Returns the lines above the scissors: to whom the message goes, and what to do.
fn header(material: &Material, audience: &Audience) -> String {
    let mut said = vec![text!("editor-to", count = audience.recipients.len()).to_string()];
    said.push(list_shares(&material.lists, &audience.recipients).join(", "));
    if !material.writing.classes.is_empty() {
        let classes = material.writing.classes.join(", ");
        said.push(text!("editor-classes", classes = classes).to_string());
    }
    let left_out = left_out(&audience.exclusions);
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        said.push(text!("editor-left-out", left_out = left_out).to_string());
    }
    said.push(text!("editor-subject", subject = &material.writing.subject).to_string());
    let files = &material.writing.attachments;
    if !files.is_empty() {
        let notes: Vec<AttachmentNote> = files.iter().map(Attachment::note).collect();
        let names = attachments(&notes).join(", ");
        said.push(text!("editor-attachments", names = names).to_string());
    }
    said.push(String::new());
    said.push(text!("editor-write-below").to_string());
    let lines = said.iter().flat_map(|line| wrap(line, WIDTH));
    lines.fold(String::new(), |header, line| {
        header + format!("{MARK} {line}").trim_end() + "\n"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "# À 3 personnes\n#\n# Écrivez\n";

    fn written(content: &str) -> String {
        without_header(content, HEADER)
    }

    #[test]
    fn a_line_of_the_text_may_begin_with_a_mark() {
        let content = format!("{HEADER}{SCISSORS}\n\n# Menu\n\n- soupe\n# Fin\n");
        assert_eq!(written(&content), "# Menu\n\n- soupe\n# Fin");
    }

    #[test]
    fn the_header_is_nobody_s_wherever_the_text_was_put() {
        for content in [
            format!("{HEADER}{SCISSORS}\nBonjour"),
            format!("Bonjour\n{HEADER}{SCISSORS}\n"),
            format!("{HEADER}Bonjour\n{SCISSORS}\n\n"),
            format!("{HEADER}\nBonjour\n"),
            format!("# À 300 personnes\r\n{SCISSORS}\r\nBonjour\r\n"),
            "Bonjour".to_owned(),
        ] {
            assert_eq!(written(&content), "Bonjour", "{content}");
        }
    }

    #[test]
    fn only_the_first_scissors_cut() {
        let content = format!("{HEADER}{SCISSORS}\nun\n{SCISSORS}\n# deux\n");
        assert_eq!(written(&content), format!("un\n{SCISSORS}\n# deux"));
    }

    #[test]
    fn a_header_alone_is_no_text() {
        assert_eq!(written(&format!("{HEADER}{SCISSORS}\n\n")), "");
        assert_eq!(written(""), "");
    }
}
