extension Interests {
    var presence: Presence {
        var presence = Presence()
        presence.note(self.latestDay != nil)
        presence.note(self.firstOrder != nil)
        presence.note(self.firstOrderCategory != nil)
        return presence
    }

    func write(to writer: inout StateWriter) {
        writer.write(self.presence)
        if let latestDay {
            writer.write(latestDay)
            writer.write(varint: UInt64(self.categories.count))
            for category in self.categories { category.write(to: &writer) }
        }
        if let firstOrder { writer.write(firstOrder) }
        if let firstOrderCategory { writer.write(firstOrderCategory) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 3)
        if presence.take() {
            self.latestDay = try reader.day()
            let count = try reader.nonzeroCount(upTo: Self.keptCategories, size: 3)
            self.categories = try reader.array(count) { reader throws(MalformedState) in try Category(from: &reader) }
        }
        if presence.take() { self.firstOrder = try reader.instant() }
        if presence.take() {
            guard self.firstOrder != nil else { throw MalformedState() }
            self.firstOrderCategory = try reader.text()
        }
    }

    var heapBytes: Int {
        var bytes = self.categories.heapBytes + (self.firstOrderCategory?.heapBytes ?? 0)
        for category in self.categories { bytes += category.name.heapBytes + category.sums.heapBytes }
        return bytes
    }
}

extension Interests.Category {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(self.name)
        writer.write(varint: UInt64(self.sums.count))
        for sum in self.sums { writer.write(varint: UInt64(sum)) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let name = try reader.text()
        let count = try reader.nonzeroCount(upTo: Interests.keptRuns, size: 1)
        let sums = try reader.array(count) { reader throws(MalformedState) -> UInt32 in
            guard let sum = UInt32(exactly: try reader.varint()) else { throw MalformedState() }
            return sum
        }
        guard sums.last != 0 else { throw MalformedState() }
        self.init(name: name, sums: sums)
    }
}
