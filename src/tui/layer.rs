//! Holds overlays as a stack: dialogs, the palette, the help. The top one has the keys; Esc takes one away.

/// A stack of overlays, the last one on top.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layers<L>(Vec<L>);

impl<L> Default for Layers<L> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<L> Layers<L> {
    /// Puts an overlay on top.
    pub fn push(&mut self, layer: L) {
        self.0.push(layer);
    }

    /// Takes the top overlay away. `None` means that there was none, so Esc does nothing here.
    pub fn pop(&mut self) -> Option<L> {
        self.0.pop()
    }

    /// Replaces the top overlay, or puts one on an empty stack; returns the one before.
    pub fn replace(&mut self, layer: L) -> Option<L> {
        let before = self.0.pop();
        self.0.push(layer);
        before
    }

    /// Takes all overlays away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the overlay that has the keys.
    pub fn top(&self) -> Option<&L> {
        self.0.last()
    }

    /// Returns the overlay that has the keys, to be changed.
    pub fn top_mut(&mut self) -> Option<&mut L> {
        self.0.last_mut()
    }

    /// Returns the overlay that has the keys and the one below it, both to be changed.
    pub fn split_top(&mut self) -> Option<(&mut L, Option<&mut L>)> {
        let (top, below) = self.0.split_last_mut()?;
        Some((top, below.last_mut()))
    }

    /// Returns the overlays from the lowest to the top: the order in which they are drawn.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &L> + ExactSizeIterator {
        self.0.iter()
    }

    /// Returns the overlays to be changed, as when they are told what happens outside.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut L> + ExactSizeIterator {
        self.0.iter_mut()
    }

    /// Keeps the overlays for which this is true; takes away those about something that is gone.
    pub fn retain(&mut self, keep: impl FnMut(&L) -> bool) {
        self.0.retain(keep);
    }

    /// Returns whether there is no overlay.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns how many overlays there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_is_on_top_and_goes_first() {
        let mut layers = Layers::default();
        layers.push("form");
        layers.push("help");
        assert_eq!(layers.top(), Some(&"help"));
        assert_eq!(layers.iter().copied().collect::<Vec<_>>(), ["form", "help"]);
        assert_eq!(layers.pop(), Some("help"));
        assert_eq!(layers.pop(), Some("form"));
        assert_eq!(layers.pop(), None);
    }

    #[test]
    fn replacing_keeps_what_is_below() {
        let mut layers = Layers::default();
        assert_eq!(layers.replace("list"), None);
        layers.push("form");
        assert_eq!(layers.replace("confirm"), Some("form"));
        assert_eq!(layers.iter().copied().collect::<Vec<_>>(), ["list", "confirm"]);
    }

    #[test]
    fn one_in_the_middle_can_go() {
        let mut layers = Layers::default();
        for n in [1, 2, 3] {
            layers.push(n);
        }
        layers.retain(|n| *n != 2);
        *layers.top_mut().unwrap() += 1;
        assert_eq!(layers.iter().copied().collect::<Vec<_>>(), [1, 4]);
    }
}
