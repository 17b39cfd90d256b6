internal import JSON

/// Fetches schemas from a registry that speaks Confluent's REST interface.
///
/// Calls block the calling thread and never await. A client is used by one thread at a time; threads that fetch at the
/// same time have one each. Nothing is cached; see ``WireDecoder``.
public final class RegistryClient: SchemaSource {
    private let addresses: [String]
    private var fetcher: HTTPFetcher
    private let noteDenial: @Sendable () -> Void
    /// The address that answered last; the others are asked when it fails.
    private var preferred = 0

    private static let mostReferences = 256
    private static let deepestReference = 32
    private static let mostBytes = 4 << 20

    /// Makes a client.
    ///
    /// Nothing is sent before the first call.
    public init(_ options: RegistryOptions) {
        addresses = options.addresses.map { address in
            var address = Substring(address)
            while address.last == "/" { address.removeLast() }
            return String(address)
        }
        fetcher = HTTPFetcher(options)
        noteDenial = options.noteDenial
    }

    /// Fetches a schema and all that it refers to.
    ///
    /// Every address is tried, the one that answered last first, until one gives an answer that counts. An answer of
    /// more than 1 MiB is refused, as are more than 256 references or 4 MiB of them. Each request blocks for at most its
    /// timeout, so the whole takes at most that for every address and reference.
    public func schema(id: UInt32) throws(RegistryError) -> RegisteredSchema {
        guard let root = try fetch("/schemas/ids/\(id)", for: id) else { throw .unknownSchema(id: id) }
        guard let language = RegisteredSchema.Language(rawValue: root.language) else {
            throw .invalidSchema(id: id, message: "its language is none of Avro, Protobuf and JSON Schema")
        }
        var collected = References()
        try collect(root.references, into: &collected, depth: 1, id: id)
        return RegisteredSchema(language: language, text: root.text, references: collected.parts)
    }

    private func collect(
        _ references: [Reference],
        into collected: inout References,
        depth: Int,
        id: UInt32
    ) throws(RegistryError) {
        for reference in references where collected.seen.insert(reference).inserted {
            guard depth <= Self.deepestReference, collected.seen.count <= Self.mostReferences else {
                throw .invalidSchema(id: id, message: "it has too many references, or they are nested too deeply")
            }
            let path = "/subjects/\(escaped(reference.subject))/versions/\(reference.version)"
            guard let part = try fetch(path, for: id) else {
                throw .invalidSchema(id: id, message: "the registry lacks a schema that it refers to; register it")
            }
            collected.bytes += part.text.utf8.count
            guard collected.bytes <= Self.mostBytes else {
                throw .invalidSchema(id: id, message: "what it refers to is larger than 4 MiB; split the schema")
            }
            try collect(part.references, into: &collected, depth: depth + 1, id: id)
            collected.parts.append(.init(name: reference.name, text: part.text))
        }
    }

    // MARK: Requests

    /// The document at a path, or `nil` when the registry says that there is none.
    private func fetch(_ path: String, for id: UInt32) throws(RegistryError) -> Document? {
        var complaints: [String] = []
        var denials = 0
        for offset in addresses.indices {
            let index = (preferred + offset) % addresses.count
            let address = addresses[index]
            guard isPlain(address) else {
                complaints.append("one of its addresses holds a user, a query or a blank; write host and path only")
                continue
            }
            let complaint: String
            switch fetcher.get(address + path) {
            case .failed(let text): complaint = text
            case .tooLarge:
                throw .invalidSchema(id: id, message: "the registry's answer is larger than 1 MiB; split the schema")
            case .answer(let status, let body):
                if status == 401 || status == 403 { denials += 1 }
                switch read(status, body) {
                case .document(let document):
                    preferred = index
                    return document
                case .absent:
                    preferred = index
                    return nil
                case .refused(let text): complaint = text
                }
            }
            complaints.append("\(address): \(complaint)")
        }
        if denials > 0, denials == addresses.count { noteDenial() }
        if complaints.isEmpty { complaints.append("no address is configured; name one") }
        throw .unreachable(message: "the schema registry can't be asked: " + complaints.joined(separator: "; "))
    }

    private func read(_ status: Int, _ body: [UInt8]) -> Answer {
        switch status {
        case 200:
            guard let document = readDocument(body) else {
                return .refused("the answer holds no schema; check that this is a schema registry")
            }
            return .document(document)
        case 404:
            // Any web server answers 404; the code says that a registry did, and means the schema.
            guard let code = readErrorCode(body), 40_401...40_403 ~= code else {
                return .refused("there is no schema registry under this path; check the address")
            }
            return .absent
        case 401: return .refused("it wants other credentials (401); check user and password, or the token")
        case 403: return .refused("these credentials may not read schemas (403); grant them read access")
        case 429: return .refused("it has too many requests (429); asked again soon")
        case 300..<400: return .refused("it redirects (\(status)); name the final address")
        case 500...: return .refused("it has a fault of its own (\(status)); look into its log")
        default: return .refused("it answered with the status \(status); check the address")
        }
    }

    private func readErrorCode(_ body: [UInt8]) -> Int64? {
        var parser = JSONParser()
        do {
            let root = try parser.parse(body.span)
            return root["error_code"].integer
        } catch {
            return nil
        }
    }

    private func readDocument(_ body: [UInt8]) -> Document? {
        var parser = JSONParser()
        do {
            let root = try parser.parse(body.span)
            guard let text = root["schema"].string else { return nil }
            var references: [Reference] = []
            var elements = root["references"].elements
            while let element = elements.next() {
                guard let name = element["name"].string, let subject = element["subject"].string,
                    let version = element["version"].integer
                else { return nil }
                references.append(Reference(name: name, subject: subject, version: version))
            }
            return Document(language: root["schemaType"].string ?? "AVRO", text: text, references: references)
        } catch {
            return nil
        }
    }

    /// Whether an address may be shown, and have a path added.
    private func isPlain(_ address: String) -> Bool {
        !address.utf8.contains { $0 <= 0x20 || $0 == 0x7F || "@?#".utf8.contains($0) }
    }

    /// A subject as one segment of a path: everything but letters, digits and `-._~` as %XX.
    private func escaped(_ subject: String) -> String {
        var out = ""
        for byte in subject.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                out += byte < 16 ? "%0" : "%"
                out += String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }
}

extension RegistryClient {
    private struct Reference: Hashable {
        let name: String
        let subject: String
        let version: Int64
    }

    private struct References {
        var seen: Set<Reference> = []
        var parts: [RegisteredSchema.Part] = []
        var bytes = 0
    }

    private struct Document {
        let language: String
        let text: String
        let references: [Reference]
    }

    private enum Answer {
        case document(Document)
        case absent
        case refused(String)
    }
}
