import Journal
import Retention

extension ContractBench {
    // MARK: Reading

    func endIsTold() throws {
        let topic = try self.site.makeTopic("t", partitions: 2)
        let (place, empty) = (TopicPartition(topic, 0), TopicPartition(topic, 1))
        try self.append([1, 2, 3], to: place)
        let member = try self.owner("g", topic, 2)
        let first = try self.drain(member, place)
        try self.expect(first.values, [[1], [2], [3]], "records")
        try self.expect(first.end, 3, "end")
        try self.expect(try self.drain(member, empty).end, 0, "end of an empty partition")
        try self.expect(try member.log.read(place, maximum: 1) { _ in }, ReadOutcome(count: 0, end: 3), "again")
        let producer = try self.member("h", [])
        try self.commit(producer.log, [4], to: place)
        var later: [[UInt8]] = []
        try self.wait(for: "the next record", [member]) {
            later += try self.drain(member, place).values
            return !later.isEmpty
        }
        try self.expect(later, [[4]], "the next record")
        // Behind the transaction's marker.
        let end = try member.log.appendedEnd(of: place)
        try self.expect(end, 5, "the appended end")
        try self.wait(for: "the end behind a marker", [member]) { try self.drain(member, place).end == end }
        try self.expect(try self.drain(place).end, end, "a reader's end")
        let reader = try self.site.source().openReader(place, from: 4)
        try self.expect(try self.drain(reader, place).values, [], "behind the last record")
    }

    func readsGoOn() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let place = TopicPartition(topic, 0)
        try self.append(Array(0..<10), to: place)
        let member = try self.owner("g", topic, 1)
        var values: [UInt8] = []
        var offsets: [Int64] = []
        try self.wait(for: "ten records", [member]) {
            let outcome = try member.log.read(place, maximum: 3) { record in
                values.append(record.value[0])
                offsets.append(record.offset)
            }
            try self.expect(outcome.count <= 3, "a read hands over no more than it is asked for")
            return values.count >= 10
        }
        try self.expect(values, Array(0..<10), "values")
        try self.expect(offsets, Array(0..<10), "offsets")
    }

    func appendedEndCounts() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let place = TopicPartition(topic, 0)
        let source = try self.site.source()
        try self.expect(try source.appendedEnd(of: place), 0, "of an empty partition")
        try self.append([1, 2], to: place)
        try self.expect(try source.appendedEnd(of: place), 2, "of two records")
        try self.site.leaveTransactionOpen(
            group: self.site.groupName("g"),
            name: "n",
            batch: Self.batch([3, 4, 5], to: place),
            offsets: [:]
        )
        try self.expect(try source.appendedEnd(of: place), 5, "with an open transaction")
        try self.expect(try self.drain(place).end, 2, "what readers see")
        let successor = try self.member("g", [], .transactional(name: "n"))
        try self.expect(try successor.log.appendedEnd(of: place), 6, "with the marker")
    }

    func readerBegins() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let place = TopicPartition(topic, 0)
        try self.append(Array(0..<10), to: place)
        try self.expect(try self.drain(place, from: 7).values, [[7], [8], [9]], "from the middle")
        try self.expect(try self.drain(place, from: 10).values, [], "from the end")
        try self.site.deleteRecords(before: 4, in: place)
        try self.expect(try self.drain(place, from: 0).values, (4..<10).map { [$0] }, "from a deleted offset")
    }

    func partitionsAreCounted() throws {
        let topic = try self.site.makeTopic("t", partitions: 5)
        let member = try self.member("g", [])
        try self.expect(try member.log.partitionCount(of: topic), 5, "partitions")
        let source = try self.site.source()
        try self.expect(try source.partitionCount(of: topic), 5, "partitions, from outside")
        try self.expectRejoin("a topic that is not there") { () throws(LogError) in
            _ = try source.partitionCount(of: topic + "-missing")
        }
    }

    // MARK: Groups

    func positionsAreHonoured() throws {
        let topic = try self.site.makeTopic("t", partitions: 2)
        let places = [TopicPartition(topic, 0), TopicPartition(topic, 1)]
        for place in places { try self.append([0, 1, 2, 3], to: place) }
        let first = try self.owner("g", topic, 2)
        let offsets = [places[0]: GroupOffset(next: 3), places[1]: GroupOffset(next: 3)]
        try first.log.commit(OutputBatch(), consumed: offsets)
        self.close(first)
        let second = try self.owner("g", topic, 2, starts: [places[0]: 1])
        try self.expect(try self.drain(second, places[0]).values, [[1], [2], [3]], "from the position given")
        try self.expect(try self.drain(second, places[1]).values, [[3]], "from the group's offset")
    }

    func groupOffsetIsHonoured() throws {
        let topic = try self.site.makeTopic("t", partitions: 2)
        let places = [TopicPartition(topic, 0), TopicPartition(topic, 1)]
        for place in places { try self.append([0, 1, 2], to: place) }
        for delivery in [Delivery.transactional(name: "n"), .inOrder] {
            let group = delivery == .inOrder ? "h" : "g"
            let first = try self.owner(group, topic, 2, delivery)
            let values = try self.drain(first, places[0]).values
            try self.expect(values, [[0], [1], [2]], "from the beginning, \(delivery)")
            try first.log.commit(OutputBatch(), consumed: [places[0]: GroupOffset(next: 2)])
            self.close(first)
            let second = try self.owner(group, topic, 2, delivery)
            try self.expect(try self.drain(second, places[0]).values, [[2]], "from the offset, \(delivery)")
            try self.expect(try self.drain(second, places[1]).values.count, 3, "without an offset, \(delivery)")
        }
    }

    func deletionIsNoticed() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let place = TopicPartition(topic, 0)
        try self.append(Array(0..<10), to: place)
        try self.site.deleteRecords(before: 4, in: place)
        let source = try self.site.source()
        try self.expect(try source.beginning(of: place), 4, "the beginning")
        let kept = try self.owner("g", topic, 1, starts: [place: 4])
        try self.expect(try kept.log.beginning(of: place), 4, "the beginning, to a member")
        try self.expect(try self.drain(kept, place).values, (4..<10).map { [$0] }, "what is kept")
        self.close(kept)
        let late = try self.owner("h", topic, 1, starts: [place: 2])
        var values: [[UInt8]] = []
        var remedy: LogError.Remedy?
        try self.wait(for: "the error", [late]) {
            do throws(LogError) {
                _ = try late.log.read(place, maximum: 10) { values.append([UInt8](copying: $0.value)) }
            } catch { remedy = error.remedy }
            return remedy != nil
        }
        try self.expect(remedy, .fatal, "the remedy")
        try self.expect(values, [], "what is handed over")
    }

    func membersShare() throws {
        let topic = try self.site.makeTopic("t", partitions: 5)
        let members = [try self.member("g", [topic]), try self.member("g", [topic])]
        try self.wait(for: "both have their share", members) { self.isShared(members, 5) }
        for place in (0..<5).map({ TopicPartition(topic, $0) }) { try self.append([1], to: place) }
        for member in members {
            for place in member.owned.sorted() {
                try self.expect(try self.drain(member, place).values, [[1]], "what stands in \(place)")
            }
        }
    }

    private func isShared(_ members: [ContractMember], _ count: Int) -> Bool {
        let all = members.reduce(into: Set<TopicPartition>()) { $0.formUnion($1.owned) }
        let sizes = members.map(\.owned.count)
        return all.count == count && sizes.reduce(0, +) == count
            && sizes.allSatisfy { $0 >= count / members.count }
    }

    func revocationIsAwaited() throws {
        let topic = try self.site.makeTopic("t", partitions: 4)
        let first = try self.owner("g", topic, 4)
        first.holdsRevocations = true
        let second = try self.member("g", [topic])
        try self.wait(for: "the first is asked to give partitions back", [first, second]) { first.pending != nil }
        // It may still commit, and nobody else has anything.
        let place = TopicPartition(topic, 0)
        for _ in 0..<20 {
            try second.serve()
            second.log.wait(upTo: TimeSpan(milliseconds: 20))
        }
        try self.expect(second.owned, [], "what the second has before the revocation is accepted")
        try first.log.commit(OutputBatch(), consumed: [place: GroupOffset(next: 1)])
        first.holdsRevocations = false
        try first.acceptPending()
        try self.wait(for: "both have their share", [first, second]) { self.isShared([first, second], 4) }
    }

    func handOver(_ delivery: Delivery?) throws {
        let topic = try self.site.makeTopic("hand-over", partitions: 2)
        let places = [TopicPartition(topic, 0), TopicPartition(topic, 1)]
        for place in places { try self.append([0, 1, 2, 3], to: place) }
        let first = try self.owner("g", topic, 2, delivery)
        first.holdsRevocations = true
        let second = try self.member("g", [topic], delivery)
        try self.wait(for: "the first is asked to give partitions back", [first, second]) { first.pending != nil }
        let offsets = [places[0]: GroupOffset(next: 2, note: "a"), places[1]: GroupOffset(next: 3, note: "b")]
        try first.log.commit(OutputBatch(), consumed: offsets)
        first.holdsRevocations = false
        try first.acceptPending()
        try self.wait(for: "both have their share", [first, second]) { self.isShared([first, second], 2) }
        for member in [first, second] {
            for place in member.owned.sorted() {
                let offset = try member.log.committed(place)
                try self.expect(offset, offsets[place], "the offset of \(place)")
                let expected = (UInt8(offset?.next ?? 0)..<4).map { [$0] }
                try self.expect(try self.drain(member, place).values, expected, "records of \(place)")
            }
        }
    }

    func leaving() throws {
        let topic = try self.site.makeTopic("t", partitions: 4)
        let members = [try self.member("g", [topic]), try self.member("g", [topic])]
        try self.wait(for: "both have their share", members) { self.isShared(members, 4) }
        self.close(members[0])
        try self.wait(for: "the other has everything", [members[1]]) { members[1].owned.count == 4 }
    }

    func staticReturn() throws {
        let topic = try self.site.makeTopic("t", partitions: 4)
        let members = [
            try self.member("g", [topic], instance: "one"), try self.member("g", [topic], instance: "two"),
        ]
        try self.wait(for: "both have their share", members) { self.isShared(members, 4) }
        let (before, changes) = (members[0].owned, members[1].history.count)
        for _ in 0..<2 {
            self.kill(members[0])
            let successor = try self.member("g", [topic], instance: "one")
            try self.wait(for: "the successor has its partitions", [successor, members[1]]) { successor.hasJoined }
            try self.expect(successor.owned, before, "the successor's partitions")
            for place in before.sorted() {
                try successor.log.commit(OutputBatch(), consumed: [place: GroupOffset(next: 0)])
            }
            self.kill(successor)
        }
        try members[1].serve()
        try self.expect(members[1].history.count, changes, "changes that the other has noticed")
    }

    func expelledIsRefused() throws {
        for delivery in [Delivery.transactional(name: "n"), .inOrder] {
            let topic = try self.site.makeTopic("expelled", partitions: 1)
            let place = TopicPartition(topic, 0)
            let group = delivery == .inOrder ? "h" : "g"
            let first = try self.owner(group, topic, 1, delivery)
            try self.commit(first.log, [1], to: place, [place: GroupOffset(next: 1)])
            self.site.expireSession(of: first.log)
            let second = try self.owner(group, topic, 1, delivery == .inOrder ? .inOrder : nil)
            let log = first.log
            try self.expectRejoin("offsets of an expelled member, \(delivery)") { () throws(LogError) in
                try log.commit(OutputBatch(), consumed: [place: GroupOffset(next: 9)])
            }
            try self.expect(try second.log.committed(place)?.next, 1, "the offset, \(delivery)")
            try second.log.commit(OutputBatch(), consumed: [place: GroupOffset(next: 2)])
        }
    }

    func cooperativeMove() throws {
        let topic = try self.site.makeTopic("t", partitions: 4)
        let places = (0..<4).map { TopicPartition(topic, $0) }
        for place in places { try self.append([0, 1, 2], to: place) }
        let first = try self.member("g", [topic], isCooperative: true)
        first.starts = Dictionary(uniqueKeysWithValues: places.map { ($0, 1) })
        try self.wait(for: "the first has everything", [first]) { first.owned.count == 4 }
        for place in places { try self.expect(try self.drain(first, place).values, [[1], [2]], "\(place)") }
        let second = try self.member("g", [topic], isCooperative: true)
        second.starts = Dictionary(uniqueKeysWithValues: places.map { ($0, 2) })
        try self.wait(for: "both have their share", [first, second]) { self.isShared([first, second], 4) }
        let revoked = first.history.filter { if case .revoked = $0 { true } else { false } }.flatMap(\.partitions)
        try self.expect(revoked.count, 2, "partitions that the first gave back")
        try self.expect(Set(revoked), second.owned, "partitions that moved")
        for place in second.owned { try self.expect(try self.drain(second, place).values, [[2]], "moved \(place)") }
        // Those that stayed are read on where they stood.
        for place in first.owned.sorted() {
            try self.append([3], to: place)
            var seen: [[UInt8]] = []
            try self.wait(for: "a record in \(place)", [first, second]) {
                seen += try self.drain(first, place).values
                return !seen.isEmpty
            }
            try self.expect(seen, [[3]], "stayed \(place)")
            try first.log.commit(OutputBatch(), consumed: [place: GroupOffset(next: 4)])
        }
        self.close(second)
        try self.wait(for: "the first has everything again", [first]) { first.owned.count == 4 }
    }
}
