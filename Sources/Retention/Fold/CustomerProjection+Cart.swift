extension CustomerProjection {
    /// Books pieces that were put into the cart or taken out of it.
    func cartChange(_ change: CartChange, isRemoval: Bool, at time: Timestamp, _ state: inout Customer) {
        guard !self.isOfEarlierCart(time, state) else { return }
        if isRemoval {
            guard state.cart.remove(change, self.settings.state.cartRemovals) else { return }
        } else {
            state.cart.add(change, keepsProducts: self.kept.contains(.cartProducts))
        }
        self.cartChanged(at: time, &state)
    }

    /// Takes a cart as the shop shows it in place of what was known; one that shows the same changes nothing.
    func cartContents(_ contents: CartContents, at time: Timestamp, _ state: inout Customer) {
        // An older picture says nothing of the cart as it is.
        guard !self.isOfEarlierCart(time, state), state.cart.lastChange.map({ time >= $0 }) ?? true else { return }
        guard state.cart.replace(with: contents, keepsProducts: self.kept.contains(.cartProducts)) else { return }
        self.cartChanged(at: time, &state)
    }

    /// Whether a change belongs to the cart that the latest order took.
    private func isOfEarlierCart(_ time: Timestamp, _ state: Customer) -> Bool {
        state.purchases.last.map { time <= $0 } ?? false
    }

    private func cartChanged(at time: Timestamp, _ state: inout Customer) {
        guard state.cart.isOpen else { return }
        let changed = max(state.cart.lastChange ?? time, time)
        state.cart.lastChange = changed
        if let lifetime = self.settings.state.cartLifetime { state.cart.closes = changed + lifetime }
    }
}
