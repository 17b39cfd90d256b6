extension Products {
    var presence: Presence {
        var presence = Presence()
        presence.note(!self.owned.isEmpty)
        presence.note(!self.viewed.isEmpty)
        presence.note(!self.wishes.isEmpty)
        presence.note(!self.unwished.isEmpty)
        return presence
    }

    func write(to writer: inout StateWriter) {
        writer.write(self.presence)
        if !self.owned.isEmpty {
            writer.write(varint: UInt64(self.owned.count))
            for owned in self.owned { owned.write(to: &writer) }
        }
        if !self.viewed.isEmpty {
            writer.write(varint: UInt64(self.viewed.count))
            for view in self.viewed { view.write(to: &writer) }
        }
        if !self.wishes.isEmpty {
            writer.write(varint: UInt64(self.wishes.count))
            for wish in self.wishes { wish.write(to: &writer) }
        }
        if !self.unwished.isEmpty {
            writer.write(varint: UInt64(self.unwished.count))
            for unwished in self.unwished {
                writer.write(fixed: unwished.key)
                writer.write(unwished.time)
            }
        }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 4)
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptOwned, size: 10)
            var previous: UInt64?
            self.owned = try reader.array(count) { reader throws(MalformedState) in
                let owned = try Owned(from: &reader)
                // They are found by it.
                if let previous, previous >= owned.key { throw MalformedState() }
                previous = owned.key
                return owned
            }
        }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptViews, size: 2)
            self.viewed = try reader.array(count) { reader throws(MalformedState) in try View(from: &reader) }
        }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptWishes, size: 2)
            self.wishes = try reader.array(count) { reader throws(MalformedState) in try Wish(from: &reader) }
        }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptUnwished, size: 9)
            self.unwished = try reader.array(count) { reader throws(MalformedState) in
                Unwished(key: try reader.fixed(), time: try reader.instant())
            }
        }
    }

    var heapBytes: Int {
        var bytes = self.owned.heapBytes + self.viewed.heapBytes + self.wishes.heapBytes + self.unwished.heapBytes
        for owned in self.owned { bytes += owned.product.heapBytes }
        for view in self.viewed { bytes += view.product.heapBytes + (view.category?.heapBytes ?? 0) }
        for wish in self.wishes { bytes += wish.product.heapBytes }
        return bytes
    }
}

/// The first purchase and the product follow where there was a second one.
extension Products.Owned {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(fixed: self.key)
        writer.write(varint: UInt64(self.count))
        writer.write(self.last)
        guard self.count > 1 else { return }
        writer.write(self.first)
        writer.write(self.product)
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let key = try reader.fixed()
        guard let count = Int(exactly: try reader.varint()), count > 0 else { throw MalformedState() }
        let last = try reader.instant()
        self.init(key: key, first: last, last: last, count: count)
        guard count > 1 else { return }
        self.first = try reader.instant()
        self.product = try reader.text()
    }
}

/// A view opens with a varint: the length of the product's name, and below it whether there are price and category.
extension Products.View {
    fileprivate func write(to writer: inout StateWriter) {
        let bits: UInt64 = (self.category == nil ? 0 : 1) | (self.price == nil ? 0 : 2)
        writer.write(varint: UInt64(self.product.utf8.count) << 2 | bits)
        writer.write(utf8Of: self.product)
        writer.write(self.time)
        if let category { writer.write(category) }
        if let price { writer.write(price) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let head = try reader.varint()
        let product = try reader.text(length: head >> 2)
        let time = try reader.instant()
        let category = head & 1 != 0 ? try reader.text() : nil
        let price = head & 2 != 0 ? try reader.money() : nil
        self.init(product: product, category: category, price: price, time: time)
    }
}

/// A wish opens with a varint: the length of the product's name, and in the lowest bit whether there is a price.
extension Products.Wish {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(varint: UInt64(self.product.utf8.count) << 1 | (self.price == nil ? 0 : 1))
        writer.write(utf8Of: self.product)
        writer.write(self.time)
        if let price { writer.write(price) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let head = try reader.varint()
        let product = try reader.text(length: head >> 1)
        let time = try reader.instant()
        let price = head & 1 != 0 ? try reader.money() : nil
        self.init(product: product, price: price, time: time)
    }
}
