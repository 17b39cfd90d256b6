extension CustomerProjection {
    /// Takes an order as it stands; an older version than the one known changes nothing.
    ///
    /// An order that is not known yet is placed by it, for the event that placed it may never have come.
    func version(
        _ version: OrderVersion,
        _ event: Event,
        _ state: inout Customer,
        _ effects: inout Effects
    ) {
        if version.isReference { self.tellOrder(version.id, event, &effects) }
        guard state.purchases.accept(version) else { return }
        if !state.purchases.isPlaced(version.id), !version.isCancelled {
            let order = Order(id: version.id, total: version.total, lines: version.lines)
            self.order(order, at: version.placed ?? event.time, &state)
        }
        state.purchases.settle(version)
        if version.isCancelled { state.purchases.cancel(OrderReversal(orderID: version.id)) }
    }

    /// Tells the subject of an order whose it is, so that events which name the order alone find their way.
    func tellOrder(_ order: String, _ event: Event, _ effects: inout Effects) {
        effects.send(
            Event(
                id: event.id + "/owner",
                subject: Subject(.order, order),
                time: event.time,
                origin: event.origin,
                body: .orderOwned(OrderOwner(owner: event.subject))
            )
        )
    }

    /// Sends what names an order alone on to its owner; keeps it until the owner is known.
    func route(_ event: Event, _ state: inout Customer, _ effects: inout Effects) {
        if case .orderOwned(let fact) = event.body {
            // Nobody gives orders away: a letter that would send others in circles is not followed.
            guard fact.owner.kind != .order else { return }
            state.routing.owner = fact.owner
            for waiting in state.routing.takeWaiting() { self.forward(waiting, to: fact.owner, &effects) }
        } else if let owner = state.routing.owner {
            self.forward(event, to: owner, &effects)
        } else {
            state.routing.keep(event)
        }
    }

    private func forward(_ event: Event, to owner: Subject, _ effects: inout Effects) {
        var letter = event
        letter.subject = owner
        effects.send(letter)
    }
}
