/// Where the schema registry is, and how to speak to it.
public struct RegistryOptions: Sendable {
    /// How the client proves who it is.
    public enum Credentials: Sendable, CustomStringConvertible, CustomReflectable {
        /// Nothing is sent.
        case none
        /// HTTP basic authentication.
        case basic(user: String, password: String)
        /// A token in the `Authorization` header.
        case bearer(token: String)

        /// The kind of credentials, never the secret.
        public var description: String {
            switch self {
            case .none: "none"
            case .basic: "basic"
            case .bearer: "bearer"
            }
        }

        /// Nothing to look into, so that no dump shows the secret.
        public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
    }

    /// Addresses of the registry, such as `https://registry.example:8081`, the preferred one first.
    ///
    /// All of them serve the same schemas. A path is kept; an address that holds a user or a query is refused when it
    /// is used.
    public var addresses: [String]
    /// How the client proves who it is.
    ///
    /// Defaults to nothing.
    public var credentials = Credentials.none
    /// A file of PEM certificates to trust instead of the system's.
    ///
    /// Defaults to `nil`: the system's.
    public var authorityFile: String?
    /// How long one connection attempt may take.
    ///
    /// Defaults to 3 seconds.
    public var connectTimeout: Duration = .seconds(3)
    /// How long one request may take, connecting included.
    ///
    /// Defaults to 10 seconds. A schema with references takes one request each.
    public var requestTimeout: Duration = .seconds(10)
    /// Called when every address refused the credentials, or their right to read: to ask again with the same ones helps
    /// only when somebody changes the registry.
    ///
    /// Called on the thread that asked. Defaults to nothing.
    public var noteDenial: @Sendable () -> Void = {}

    /// Makes options with the defaults.
    public init(addresses: [String]) {
        self.addresses = addresses
    }
}
