//! Where the keys of a form lead: to another value of a field, to another field.

/// Returns the place of the next of `count` values, or of the one before, in a circle; none where there is no value.
pub fn turned(chosen: Option<usize>, count: usize, forward: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (chosen, forward) {
        (None, true) => 0,
        (None, false) => last,
        (Some(place), true) => (place + 1) % count,
        (Some(place), false) => (place + last) % count,
    })
}

/// Returns the place of the next value after the chosen one that begins with that letter, in a circle.
pub fn beginning_with<T: AsRef<str>>(options: &[T], chosen: Option<usize>, letter: &str) -> Option<usize> {
    let letter = letter.to_lowercase();
    let start = chosen.map_or(0, |place| place + 1);
    let begins = |place: &usize| options[*place].as_ref().to_lowercase().starts_with(&letter);
    (start..options.len()).chain(0..start.min(options.len())).find(begins)
}

/// Returns the field after the one that has the keys, or the one before; it stops at the ends.
pub fn beside<F: Clone + PartialEq>(fields: &[F], focus: &F, forward: bool) -> F {
    let place = fields.iter().position(|field| field == focus).unwrap_or(0);
    let next = if forward { place + 1 } else { place.saturating_sub(1) };
    fields.get(next).or(fields.last()).unwrap_or(focus).clone()
}
