public import JSON
public import Journal
import Retention

/// Dead letters as JSON objects, for machines.
public enum LetterJSON {
    /// Writes the members that tell about a letter, and nothing of what is in its record.
    public static func write(_ letter: Letter, _ state: LetterState, to writer: inout JSONWriter) {
        writer.key("place")
        writer.string(letter.place.place)
        writer.key("topic")
        writer.string(letter.place.source)
        writer.key("partition")
        writer.integer(Int64(letter.place.partition))
        writer.key("offset")
        writer.integer(letter.place.offset)
        writer.key("time")
        writer.timestamp(letter.timestamp.milliseconds)
        writer.key("reason")
        writer.string(letter.reason)
        writer.key("message")
        writer.string(letter.message)
        writer.key("pointer")
        writer.string(letter.pointer)
        writer.key("state")
        writer.string(state.name)
        switch state {
        case .open: break
        case .retried(let place):
            guard let place else { break }
            writer.key("retried_as")
            writer.string(place.place)
        case .refusedAgain(let place):
            writer.key("refused_as")
            writer.string(place.place)
        }
        if let first = letter.retryOf {
            writer.key("retry_of")
            writer.string(first.place)
        }
    }

    /// One object with all that is told about a letter.
    public static func line(_ letter: Letter, _ state: LetterState) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        self.write(letter, state, to: &writer)
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self)
    }
}
