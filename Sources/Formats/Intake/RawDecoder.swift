public import Journal
public import JSON
public import Retention

/// Decodes raw records of any accepted JSON format: Segment `track` calls, and CloudEvents that carry our own types.
///
/// The format is told by the record itself. Everything is checked before anything is kept; a record that can't be taken
/// comes back as a rejection with the place of the fault, never with its contents.
public final class RawDecoder: RecordDecoder {
    private var reader: RecordReader

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - defaultCurrency: What amounts are in that name no currency; without it such amounts are rejected.
    ///   - limits: What a record may ask for.
    public init(defaultCurrency: Currency?, limits: JSONParser.Limits = .init()) {
        self.reader = RecordReader(parser: JSONParser(limits: limits), defaultCurrency: defaultCurrency)
    }

    /// Decodes one raw record; never throws, never keeps the bytes.
    public func decode(_ bytes: Span<UInt8>, at origin: Origin) -> DecodedRecord {
        do throws(Rejection) {
            return try self.reader.event(bytes, at: origin).map { .event($0) } ?? .ignored
        } catch {
            return .rejected(error)
        }
    }
}

private struct RecordReader: ~Copyable {
    var parser: JSONParser
    let defaultCurrency: Currency?

    /// The event; `nil` when no projection reads such records.
    mutating func event(_ bytes: Span<UInt8>, at origin: Origin) throws(Rejection) -> Event? {
        let currency = self.defaultCurrency
        do {
            let root = try self.parser.parse(bytes)
            guard root.kind == .object else {
                throw Rejection(reason: "json.not-an-object", message: "a record must be a JSON object")
            }
            let isCloudEvent = root["specversion"].exists || (root["data"].exists && root["subject"].exists)
            return isCloudEvent
                ? try CloudEventDecoder.event(root, at: origin, currency)
                : try SegmentDecoder.event(root, at: origin, currency)
        } catch let rejection as Rejection {
            throw rejection
        } catch let error as JSONError {
            throw Rejection(reason: "json.\(error.code.kebab)", message: "the record is no valid JSON: \(error)")
        } catch {
            throw Rejection(reason: "json.unknown", message: "the record could not be read")
        }
    }
}

extension JSONError.Code {
    /// The code as the reasons of rejections are written, such as `unexpected-end`.
    fileprivate var kebab: String {
        if self == .invalidUTF8 { return "invalid-utf8" }
        return self.description.reduce(into: "") { text, letter in
            if letter.isUppercase { text += "-" }
            text += letter.lowercased()
        }
    }
}
