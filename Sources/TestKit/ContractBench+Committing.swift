import Journal
import Retention

extension ContractBench {
    func commitsTogether() throws {
        let input = try self.site.makeTopic("in", partitions: 2)
        let outputs = [
            try self.site.makeTopic("one", partitions: 2), try self.site.makeTopic("two", partitions: 1),
        ]
        let source = TopicPartition(input, 1)
        try self.append([1, 2, 3], to: source)
        let member = try self.owner("g", input, 2)
        try self.expect(try self.drain(member, source).values, [[1], [2], [3]], "what stood in the input")
        var batch = OutputBatch()
        for (topic, partition, value) in [(outputs[0], Int32(0), UInt8(4)), (outputs[0], 1, 5), (outputs[1], 0, 6)] {
            batch.append(to: topic, partition: partition, key: .none, timestamp: Self.time) { $0.append(value) }
        }
        try member.log.commit(batch, consumed: [source: GroupOffset(next: 3)])
        try self.expect(try self.site.records(of: outputs[0]).map(\.value), [[4], [5]], "the first topic")
        try self.expect(try self.site.records(of: outputs[1]).map(\.value), [[6]], "the second topic")
        try self.expect(try member.log.committed(source), GroupOffset(next: 3), "the offset")
        try self.expect(try member.log.committed(TopicPartition(input, 0)), nil, "the other offset")
    }

    func successorAborts() throws {
        let topic = try self.site.makeTopic("t", partitions: 2)
        let places = [TopicPartition(topic, 0), TopicPartition(topic, 1)]
        let group = self.site.groupName("g")
        let first = try self.member("g", [], .transactional(name: "n"))
        try self.commit(first.log, [1], to: places[0])
        self.close(first)
        for place in places {
            let batch = Self.batch([7, 8, 9], to: place)
            try self.site.leaveTransactionOpen(group: group, name: "n", batch: batch, offsets: [:])
        }
        let second = try self.member("g", [], .transactional(name: "n"))
        try self.commit(second.log, [2], to: places[0])
        try self.commit(second.log, [3], to: places[1])
        try self.expect(try self.site.records(of: topic).map(\.value), [[1], [2], [3]], "what is committed")
        try self.expect(try self.drain(places[0]).values, [[1], [2]], "what a reader sees")
    }

    func openTransactionHoldsBack() throws {
        let topic = try self.site.makeTopic("t", partitions: 2)
        let (place, other) = (TopicPartition(topic, 0), TopicPartition(topic, 1))
        try self.append([1], to: place)
        try self.site.leaveTransactionOpen(
            group: self.site.groupName("g"),
            name: "n",
            batch: Self.batch([2], to: place),
            offsets: [:]
        )
        try self.append([3], to: place)
        try self.append([4], to: other)
        let before = try self.drain(place)
        try self.expect(before.values, [[1]], "before the transaction has ended")
        try self.expect(before.end, 1, "the end before the transaction has ended")
        try self.expect(try self.drain(other).values, [[4]], "the other partition")
        let owner = try self.owner("reading", topic, 2)
        try self.expect(try self.drain(owner, place).values, [[1]], "a member, before the transaction has ended")
        _ = try self.member("g", [], .transactional(name: "n"))
        var later: [[UInt8]] = []
        try self.wait(for: "the record behind the aborted transaction", [owner]) {
            later += try self.drain(owner, place).values
            return !later.isEmpty
        }
        try self.expect(later, [[3]], "behind the aborted transaction")
        try self.expect(try self.drain(place).values, [[1], [3]], "after the transaction was aborted")
    }

    func openTransactionExpires() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let place = TopicPartition(topic, 0)
        try self.site.leaveTransactionOpen(
            group: self.site.groupName("g"),
            name: "n",
            batch: Self.batch([1], to: place),
            offsets: [:]
        )
        try self.append([2], to: place)
        try self.expect(try self.drain(place).values, [], "before the transaction has ended")
        self.site.expireTransactions()
        try self.expect(try self.drain(place).values, [[2]], "after the time-out")
    }

    func secondFencesFirst() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let place = TopicPartition(topic, 0)
        let first = try self.member("g", [], .transactional(name: "n"))
        try self.commit(first.log, [1], to: place)
        let second = try self.member("g", [], .transactional(name: "n"))
        let log = first.log
        try self.expectRejoin("a commit of the fenced log") { () throws(LogError) in
            try log.commit(Self.batch([2], to: place), consumed: [:])
        }
        try self.commit(second.log, [3], to: place)
        try self.expect(try self.site.records(of: topic).map(\.value), [[1], [3]], "what is committed")
        let elsewhere = try self.member("h", [], .transactional(name: "n"))
        try self.commit(elsewhere.log, [4], to: place)
        try self.commit(second.log, [5], to: place)
    }

    func inOrderIsThereOnReturn() throws {
        let input = try self.site.makeTopic("in", partitions: 1)
        let output = try self.site.makeTopic("out", partitions: 3)
        let source = TopicPartition(input, 0)
        let member = try self.owner("g", input, 1, .inOrder)
        for round in UInt8(0)..<5 {
            var batch = OutputBatch()
            for partition in Int32(0)..<3 {
                batch.append(to: output, partition: partition, key: .none, timestamp: Self.time) { $0.append(round) }
            }
            let offset = GroupOffset(next: Int64(round) + 1, note: "round \(round)")
            try member.log.commit(batch, consumed: [source: offset])
            try self.expect(try self.site.records(of: output).count, 3 * (Int(round) + 1), "records on return")
            try self.expect(try member.log.committed(source), offset, "offset on return")
        }
    }

    func orderIsKept() throws {
        for delivery in [Delivery.transactional(name: "n"), .inOrder] {
            let topic = try self.site.makeTopic("order", partitions: 3)
            let member = try self.member("g", [], delivery)
            var expected: [[UInt8]] = [[], [], []]
            for round in 0..<4 {
                var batch = OutputBatch()
                for number in 0..<60 {
                    let (partition, value) = ((number * 7 + round) % 3, UInt8(round * 60 + number))
                    expected[partition].append(value)
                    batch.append(to: topic, partition: Int32(partition), key: .none, timestamp: Self.time) {
                        $0.append(value)
                    }
                }
                try member.log.commit(batch, consumed: [:])
            }
            for partition in 0..<3 {
                let seen = try self.drain(TopicPartition(topic, Int32(partition))).values
                try self.expect(seen, expected[partition].map { [$0] }, "partition \(partition), \(delivery)")
            }
        }
    }

    func largeBatch() throws {
        for delivery in [Delivery.transactional(name: "n"), .inOrder] {
            let topic = try self.site.makeTopic("large", partitions: 4)
            let member = try self.member("g", [], delivery)
            var batch = OutputBatch()
            for number in 0..<20_000 {
                batch.append(to: topic, key: .text("key \(number)"), timestamp: Self.time) { bytes in
                    for byte in 0..<100 { bytes.append(UInt8(truncatingIfNeeded: number &* 31 &+ byte)) }
                }
            }
            try member.log.commit(batch, consumed: [:])
            var count = 0
            for partition in Int32(0)..<4 { count += try self.drain(TopicPartition(topic, partition)).values.count }
            try self.expect(count, 20_000, "records, \(delivery)")
        }
    }

    func offsetsAlone() throws {
        let topic = try self.site.makeTopic("t", partitions: 2)
        let places = [TopicPartition(topic, 0), TopicPartition(topic, 1)]
        for delivery in [Delivery.transactional(name: "n"), .inOrder] {
            let group = delivery == .inOrder ? "h" : "g"
            let member = try self.owner(group, topic, 2, delivery)
            let offsets = [places[0]: GroupOffset(next: 4), places[1]: GroupOffset(next: 0, note: "from the start")]
            try member.log.commit(OutputBatch(), consumed: offsets)
            for place in places {
                try self.expect(try member.log.committed(place), offsets[place], "offset of \(place), \(delivery)")
            }
            try member.log.commit(OutputBatch(), consumed: [places[0]: GroupOffset(next: 5)])
            try self.expect(try member.log.committed(places[0])?.next, 5, "the later offset, \(delivery)")
            try self.expect(try member.log.committed(places[1])?.next, 0, "the other offset, \(delivery)")
        }
    }

    func recordsAlone() throws {
        for delivery in [Delivery.transactional(name: "n"), .inOrder] {
            let topic = try self.site.makeTopic("alone", partitions: 1)
            let member = try self.member("g", [], delivery)
            try self.commit(member.log, [1, 2], to: TopicPartition(topic, 0))
            try member.log.commit(OutputBatch(), consumed: [:])
            try self.commit(member.log, [3], to: TopicPartition(topic, 0))
            try self.expect(try self.site.records(of: topic).map(\.value), [[1], [2], [3]], "\(delivery)")
        }
    }

    func partsAreKept() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let member = try self.member("g", [])
        var batch = OutputBatch()
        let times = [Timestamp(milliseconds: 1_700_000_000_123), Timestamp(milliseconds: 1)]
        batch.append(
            to: topic,
            key: .bytes([0xFF, 0, 0x80]),
            timestamp: times[0],
            headers: [("ce_type", "order"), ("ce_type", "again"), ("empty", ""), ("utf-8", "Größe ✓")]
        ) { $0 += [1, 0, 0xFF] }
        batch.append(to: topic, key: .text("Jürgen"), timestamp: times[1]) { _ in }
        batch.append(to: topic, key: .none, timestamp: times[1]) { $0 += [2] }
        try member.log.commit(batch, consumed: [:])
        let records = try self.site.records(of: topic)
        try self.expect(records.map(\.value), [[1, 0, 0xFF], [], [2]], "values")
        try self.expect(records.map(\.key), [[0xFF, 0, 0x80], Array("Jürgen".utf8), nil], "keys")
        try self.expect(records.map(\.timestamp), [times[0], times[1], times[1]], "timestamps")
        let headers = [("ce_type", "order"), ("ce_type", "again"), ("empty", ""), ("utf-8", "Größe ✓")]
        try self.expect(records[0].headers, headers.map { .init($0.0, $0.1) }, "headers")
        try self.expect(records[1].headers, [], "headers where there are none")
        try self.expect(records.map(\.offset), [0, 1, 2], "offsets")
        var keys: [[UInt8]] = []
        let reader = try self.site.source().openReader(TopicPartition(topic, 0), from: 0)
        let deadline = ContinuousClock.now + self.site.patience
        while keys.count < 3, ContinuousClock.now <= deadline || keys.isEmpty {
            _ = try reader.read(maximum: 10, wait: TimeSpan(milliseconds: 100)) { record in
                keys.append([UInt8](copying: record.key))
            }
        }
        try self.expect(keys, [[0xFF, 0, 0x80], Array("Jürgen".utf8), []], "keys as they are lent")
    }

    func keysArePartitioned() throws {
        // Hashes of Apache Kafka's own tests of its partitioner.
        let hashes: [(key: String, hash: Int32)] = [
            ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
        ]
        let topic = try self.site.makeTopic("t", partitions: 7)
        let member = try self.member("g", [])
        var batch = OutputBatch()
        for (key, _) in hashes {
            batch.append(to: topic, key: .text(key), timestamp: Self.time) { $0 += Array(key.utf8) }
        }
        try member.log.commit(batch, consumed: [:])
        var seen: [String: Int32] = [:]
        for record in try self.site.records(of: topic) {
            seen[String(decoding: record.value, as: UTF8.self)] = record.place.partition
        }
        for (key, hash) in hashes { try self.expect(seen[key], (hash & 0x7fff_ffff) % 7, "partition of key \(key)") }
    }

    func failedStaysFailed() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let place = TopicPartition(topic, 0)
        let first = try self.member("g", [], .transactional(name: "n"))
        _ = try self.member("g", [], .transactional(name: "n"))
        let log = first.log
        for _ in 0..<2 {
            try self.expectRejoin("a commit of a failed log") { () throws(LogError) in
                try log.commit(Self.batch([1], to: place), consumed: [:])
            }
        }
        try self.expectRejoin("a poll of a failed log") { () throws(LogError) in _ = try log.poll() }
        try self.expect(try self.site.records(of: topic).count, 0, "records")
    }

    // MARK: Offsets

    func notesComeBack() throws {
        let topic = try self.site.makeTopic("t", partitions: 3)
        let places = (0..<3).map { TopicPartition(topic, $0) }
        for delivery in [Delivery.transactional(name: "n"), .inOrder] {
            let group = delivery == .inOrder ? "h" : "g"
            let member = try self.owner(group, topic, 3, delivery)
            let offsets = [
                places[0]: GroupOffset(next: 1, note: "w=1700000000000;h=17"),
                places[1]: GroupOffset(next: 2, note: String(repeating: "0123456789", count: 30)),
                places[2]: GroupOffset(next: 3),
            ]
            try self.commit(member.log, [1], to: places[0], offsets)
            for place in places {
                try self.expect(try member.log.committed(place), offsets[place], "\(place), \(delivery)")
            }
            self.close(member)
            let next = try self.member(group, [topic], delivery)
            for place in places {
                try self.expect(try next.log.committed(place), offsets[place], "\(place) to the next, \(delivery)")
            }
        }
    }

    func noOffsetBefore() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let member = try self.owner("g", topic, 1)
        try self.expect(try member.log.committed(TopicPartition(topic, 0)), nil, "the offset")
    }

    func committedWaits() throws {
        let topic = try self.site.makeTopic("t", partitions: 1)
        let place = TopicPartition(topic, 0)
        let first = try self.owner("g", topic, 1)
        try self.commit(first.log, [1], to: place, [place: GroupOffset(next: 1)])
        self.close(first)
        try self.site.leaveTransactionOpen(
            group: self.site.groupName("g"),
            name: "dead",
            batch: Self.batch([2], to: place),
            offsets: [place: GroupOffset(next: 2)]
        )
        let second = try self.owner("g", topic, 1)
        let log = second.log
        do throws(LogError) { _ = try log.committed(place) } catch {
            return try self.expect(error.remedy, .rejoin, "remedy of: \(error)")
        }
        // It may have been aborted meanwhile, and then nothing holds readers back any more.
        let end = try self.site.source().appendedEnd(of: place)
        try self.expect(try self.drain(place).end, end, "what readers see once the offset is told")
    }
}
