/// A schema as the registry holds it, together with all that it refers to.
public struct RegisteredSchema: Hashable, Sendable {
    /// The schema languages of the registry.
    public enum Language: String, Hashable, Sendable {
        /// Apache Avro, the registry's default.
        case avro = "AVRO"
        /// Protocol Buffers.
        case protobuf = "PROTOBUF"
        /// JSON Schema.
        case json = "JSON"
    }

    /// One schema text and the name by which others refer to it.
    public struct Part: Hashable, Sendable {
        /// A full name in Avro, the imported path in Protobuf, an address in JSON Schema.
        public let name: String
        /// The schema's text.
        public let text: String

        /// Makes a part.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The language of the schema and its references.
    public let language: Language
    /// The schema's text.
    public let text: String
    /// What the schema refers to, each part after those that it refers to itself.
    public let references: [Part]

    /// Makes a schema.
    public init(language: Language, text: String, references: [Part] = []) {
        self.language = language
        self.text = text
        self.references = references
    }
}

/// Where schemas come from.
public protocol SchemaSource: AnyObject {
    /// Fetches the schema with an id.
    ///
    /// Blocks until it is there, or the attempt has failed.
    func schema(id: UInt32) throws(RegistryError) -> RegisteredSchema
}
