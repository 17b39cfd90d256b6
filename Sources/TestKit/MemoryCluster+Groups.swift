public import Journal

extension MemoryCluster {
    /// Joins a group for some topics, with a producer; the others must give partitions back before it gets any.
    ///
    /// A transactional log fences the one of the same name in this group, and ends what that one left open; without a
    /// delivery it is transactional under a name of its own. A static member, one with an `instance`, takes over the
    /// partitions of the member it succeeds, which is fenced, and nobody else notices.
    public func join(
        _ group: String,
        topics: [String],
        delivery: Delivery? = nil,
        instance: String? = nil
    ) -> MemoryLog {
        self.lastLog += 1
        let delivery = delivery ?? .transactional(name: "member-\(self.lastLog)")
        let log = MemoryLog(
            cluster: self,
            id: self.lastLog,
            group: group,
            topics: topics,
            delivery: delivery,
            instance: instance
        )
        self.group(group).join(log)
        return log
    }

    /// Lets a member's process die without any word: whatever it asks afterwards throws.
    ///
    /// Its transaction stays open, and its partitions stay its own until the session expires or, when it is static, a
    /// successor joins; until then the group can't be shared out anew.
    public func crash(_ member: MemoryLog) {
        guard !member.isCrashed else { return }
        member.die()
        let group = self.group(member.group)
        group.died(member.id)
        if self.expiresSessionsAtOnce { group.remove(member.id) }
    }

    /// Lets a member leave in good order; whatever it asks afterwards throws.
    ///
    /// A dynamic member's partitions go to the others, a static one's stay its own. Releasing the log does the same.
    public func leave(_ member: MemoryLog) { member.close() }

    /// Gives a crashed member's partitions to others, as when its heartbeats have been missing for long enough.
    ///
    /// One that lives is expelled, and does not know it.
    public func expireSession(of member: MemoryLog) { self.group(member.group).remove(member.id) }

    /// Gives the partitions of every crashed member of every group to others.
    public func expireSessions() { for name in self.groups.keys.sorted() { self.groups[name]?.removeDead() } }

    /// Gives a member's partitions to others without its knowledge, as when its heartbeats stay out.
    ///
    /// It goes on reading what it had, hears of the loss only when `tellsIt` says so, and can commit no offsets. One
    /// that accepts the loss joins anew.
    public func expel(_ member: MemoryLog, tellsIt: Bool = false) {
        let lost = self.group(member.group).remove(member.id)
        member.forgetChanges()
        if tellsIt { member.tell(.lost(lost)) }
    }

    /// The partitions that a group has given to a member that has taken them over.
    public func partitions(of member: MemoryLog) -> [TopicPartition] {
        self.group(member.group).partitions(of: member.id).sorted()
    }

    /// How many members a group has, crashed ones included whose session has not expired.
    public func memberCount(of group: String) -> Int { self.groups[group]?.memberCount ?? 0 }

    /// What a group has committed for a partition.
    public func committedOffset(_ group: String, _ place: TopicPartition) -> Int64? {
        self.committed(group, place)?.next
    }

    /// What a group has committed for a partition, with its note.
    public func committed(_ group: String, _ place: TopicPartition) -> GroupOffset? {
        self.groups[group]?.committed[place]
    }

    /// Sets what a group has committed for a partition, or forgets it.
    public func setCommittedOffset(_ group: String, _ place: TopicPartition, to offset: Int64?, note: String = "") {
        self.group(group).committed[place] = offset.map { GroupOffset(next: $0, note: note) }
    }

    func group(_ name: String) -> MemoryGroup {
        if let group = self.groups[name] { return group }
        let group = MemoryGroup(name, of: self)
        self.groups[name] = group
        return group
    }
}
