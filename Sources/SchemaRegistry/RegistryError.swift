/// Why a schema could not be had from the registry.
///
/// Messages say what to do. They never hold a secret, and never anything of a record.
public enum RegistryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No registry gave an answer that counts: the network, its load, or its access rules are in the way.
    ///
    /// The schema may well exist. Wait, tell the user, and ask again.
    case unreachable(message: String)
    /// The registry answered that it has no schema with this id.
    case unknownSchema(id: UInt32)
    /// The schema exists but can't be used; asking again gives the same.
    case invalidSchema(id: UInt32, message: String)

    /// The message for the user.
    public var description: String {
        switch self {
        case .unreachable(let message): message
        case .unknownSchema(let id):
            "the schema registry has no schema with id \(id); check that it is the one the producer registered with"
        case .invalidSchema(let id, let message): "schema \(id) can't be used: \(message)"
        }
    }
}

/// Why a record in the wire format was not turned into JSON.
///
/// Messages never hold anything of the record.
public enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The schema could not be fetched now; the record may be fine.
    ///
    /// Wait, tell the user, and decode the same record again.
    case unreachable(message: String)
    /// The record can't be decoded, however often it is tried.
    ///
    /// The reason is a short code, stable and fit for a metric label: `wire.malformed`, `wire.limit`,
    /// `schema.unknown`, `schema.invalid`, `avro.malformed`, `avro.value`, `avro.limit`, `protobuf.malformed`,
    /// `protobuf.limit`, `memory.short`.
    case refused(reason: String, message: String)

    /// The message, behind the reason when there is one.
    public var description: String {
        switch self {
        case .unreachable(let message): message
        case .refused(let reason, let message): "\(reason): \(message)"
        }
    }
}
