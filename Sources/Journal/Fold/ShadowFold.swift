import Retention

/// A second playbook that decides beside the one in force, of the same facts in the same order; its signals go to a topic
/// of their own, and nothing else comes of it.
///
/// It begins with the states as they stand, and takes them over as a change of the playbook would. Its own states are
/// in memory alone and in no checkpoint: after a restart it begins anew.
struct ShadowFold<P: Projection> {
    let edition: Edition<P>
    private var fold: PartitionFold<P>
    private var effects: Effects

    init(_ edition: Edition<P>, beside live: PartitionFold<P>) {
        self.edition = edition
        self.fold = live.copy(for: edition.projection)
        self.effects = Effects(playbook: edition.name)
        self.fold.adoptAll(&self.effects)
        self.effects.removeAll()
    }

    mutating func take(_ event: Event) { self.fold.fold(event, &self.effects) }

    mutating func advance(to clock: Timestamp) { self.fold.advance(to: clock, &self.effects) }

    /// Hands over what it has decided; letters are those of the fold in force, which has sent them.
    mutating func hand(_ body: (Signal) -> Void) {
        for signal in self.effects.signals { body(signal) }
        self.effects.removeAll()
    }
}
