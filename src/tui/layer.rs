//! Holds overlays as a stack: dialogs, the palette, the help. The top one has the keys; Esc takes one away.

/// A stack of overlays, the last one on top.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layers<L> {
    layers: Vec<L>,
    /// How often another overlay has come on top, or none.
    turns: u64,
}

impl<L> Default for Layers<L> {
    fn default() -> Self {
        Self { layers: Vec::new(), turns: 0 }
    }
}

impl<L> Layers<L> {
    /// Puts an overlay on top.
    pub fn push(&mut self, layer: L) {
        self.layers.push(layer);
        self.turns += 1;
    }

    /// Takes the top overlay away. `None` means that there was none, so Esc does nothing here.
    pub fn pop(&mut self) -> Option<L> {
        let taken = self.layers.pop();
        self.turns += u64::from(taken.is_some());
        taken
    }

    /// Replaces the top overlay, or puts one on an empty stack; returns the one before.
    pub fn replace(&mut self, layer: L) -> Option<L> {
        let before = self.layers.pop();
        self.push(layer);
        before
    }

    /// Takes all overlays away.
    pub fn clear(&mut self) {
        self.turns += u64::from(!self.layers.is_empty());
        self.layers.clear();
    }

    /// Returns the overlay that has the keys.
    pub fn top(&self) -> Option<&L> {
        self.layers.last()
    }

    /// Returns the overlay that has the keys, to be changed.
    pub fn top_mut(&mut self) -> Option<&mut L> {
        self.layers.last_mut()
    }

    /// Returns the overlay that has the keys and the one below it, both to be changed.
    pub fn split_top(&mut self) -> Option<(&mut L, Option<&mut L>)> {
        let (top, below) = self.layers.split_last_mut()?;
        Some((top, below.last_mut()))
    }

    /// Returns the overlays from the lowest to the top: the order in which they are drawn.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &L> + ExactSizeIterator {
        self.layers.iter()
    }

    /// Returns the overlays to be changed, as when they are told what happens outside.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut L> + ExactSizeIterator {
        self.layers.iter_mut()
    }

    /// Keeps the overlays for which this is true; takes away those about something that is gone.
    pub fn retain(&mut self, keep: impl FnMut(&L) -> bool) {
        let before = self.layers.len();
        self.layers.retain(keep);
        self.turns += u64::from(self.layers.len() != before);
    }

    /// Returns whether there is no overlay.
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// Returns a number that is another one whenever the layers have changed.
    pub fn turns(&self) -> u64 {
        self.turns
    }

    /// Returns how many overlays there are.
    pub fn len(&self) -> usize {
        self.layers.len()
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
    fn every_change_counts_and_looking_does_not() {
        let mut layers = Layers::default();
        let mut seen = vec![layers.turns()];
        layers.pop();
        layers.retain(|_| true);
        assert_eq!(layers.turns(), seen[0], "nothing has changed");
        layers.push("form");
        seen.push(layers.turns());
        layers.replace("confirm");
        seen.push(layers.turns());
        layers.pop();
        seen.push(layers.turns());
        layers.push("list");
        seen.push(layers.turns());
        layers.clear();
        seen.push(layers.turns());
        let distinct: std::collections::BTreeSet<u64> = seen.iter().copied().collect();
        assert_eq!(distinct.len(), seen.len(), "{seen:?}");
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
