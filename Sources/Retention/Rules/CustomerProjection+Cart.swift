extension CustomerProjection {
    /// Books pieces that were put into the cart or taken out of it.
    func cartChange(_ change: CartChange, isRemoval: Bool, _ seen: Occurrence, _ state: inout Customer) {
        guard !self.isOfEarlierCart(seen, state) else { return }
        if isRemoval {
            guard state.cart.remove(change, self.rules.state.cartRemovals) else { return }
        } else {
            state.cart.add(change)
        }
        self.cartChanged(seen, &state)
    }

    /// Takes a cart as the shop shows it in place of what was known; one that shows the same changes nothing.
    func cartContents(_ contents: CartContents, _ seen: Occurrence, _ state: inout Customer) {
        // An older picture says nothing of the cart as it is.
        guard !self.isOfEarlierCart(seen, state), state.cart.lastChange.map({ seen.time >= $0 }) ?? true else { return }
        guard state.cart.replace(with: contents) else { return }
        self.cartChanged(seen, &state)
    }

    /// Whether a change belongs to the cart that the latest order took.
    private func isOfEarlierCart(_ seen: Occurrence, _ state: Customer) -> Bool {
        state.purchases.last.map { seen.time <= $0 } ?? false
    }

    private func cartChanged(_ seen: Occurrence, _ state: inout Customer) {
        guard state.cart.isOpen else {
            self.rules.cartAbandoned?.emptied(&state)
            if self.rules.state.cartLifetime != nil { state.deadlines[.cart] = .never }
            return
        }
        let isLatest = state.cart.lastChange.map { seen.time > $0 } ?? true
        if isLatest {
            state.cart.lastChange = seen.time
            state.cart.cause = seen.cause
        }
        self.rules.cartAbandoned?.changed(&state, isLatest: isLatest)
        if let lifetime = self.rules.state.cartLifetime, let changed = state.cart.lastChange {
            state.deadlines[.cart] = changed + lifetime
        }
    }
}
