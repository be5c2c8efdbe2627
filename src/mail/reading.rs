//! Takes apart what [`compose`](super::compose) put together.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Returns the bytes of the files sent with a message, in their order.
///
/// `content` is what `compose` returned; nothing if it is anything else.
pub fn attached_files(content: &[u8]) -> Option<Vec<Vec<u8>>> {
    let content = str::from_utf8(content).ok()?;
    let (head, body) = content.split_once("\r\n\r\n")?;
    let Some((_, boundary)) = head.split_once("boundary=\"") else {
        return Some(Vec::new());
    };
    let (boundary, _) = boundary.split_once('"')?;
    body.split(&format!("--{boundary}"))
        .filter_map(|part| part.split_once("\r\n\r\n"))
        .filter(|(head, _)| head.contains("Content-Disposition: attachment"))
        .map(|(_, encoded)| {
            let encoded: String = encoded.split_ascii_whitespace().collect();
            STANDARD.decode(encoded).ok()
        })
        .collect()
}
