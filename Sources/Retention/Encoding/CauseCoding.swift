extension Cause {
    func write(to writer: inout StateWriter) {
        writer.write(self.eventID)
        writer.write(self.origin.source)
        writer.write(signed: Int64(self.origin.partition))
        writer.write(signed: self.origin.offset)
    }

    init(from reader: inout StateReader) throws(MalformedState) {
        let eventID = try reader.text()
        let source = try reader.text()
        let origin = Origin(source: source, partition: try reader.number(), offset: try reader.signed())
        self.init(eventID: eventID, origin: origin)
    }
}
