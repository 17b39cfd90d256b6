import Playbook
import Retention
import SchemaRegistry

/// Reads `registry`: where the schema registry is.
enum RegistryReading {
    private static let keys = ["addresses", "user", "password_from", "token_from", "authority_file", "timeout"]

    /// Secrets stand in the environment, never in the file: it names the variable.
    static func read(_ value: Value, _ secrets: (String) -> String?) -> RegistryOptions? {
        guard let section = value.section(knowing: self.keys) else { return nil }
        let addresses = section.required("addresses") { value in
            value.items()?.compactMap { self.address($0) }
        }
        var options = RegistryOptions(addresses: addresses ?? [])
        func secret(_ key: String) -> String? {
            section.optional(key) { value in
                guard let name = value.text("the name of an environment variable") else { return nil }
                guard let secret = secrets(name), !secret.isEmpty else {
                    return value.reject(.missingKey, "the environment has no variable of that name")
                }
                return secret
            }
        }
        let user = section.optional("user") { $0.text("the name of a user") }
        let (password, token) = (secret("password_from"), secret("token_from"))
        // A secret that can't be had was reported, and is no reason for a second complaint.
        let isIncomplete =
            (password == nil && section.values["password_from"] != nil)
            || (token == nil && section.values["token_from"] != nil)
        switch (user, password, token) {
        case _ where isIncomplete: break
        case (nil, nil, nil): break
        case (let user?, let password?, nil): options.credentials = .basic(user: user, password: password)
        case (nil, nil, let token?): options.credentials = .bearer(token: token)
        default:
            return value.reject(.malformed, "expected `user` with `password_from`, or `token_from` alone")
        }
        options.authorityFile = section.optional("authority_file") { $0.text("the path of a PEM file") }
        if let timeout = section.optional("timeout", { $0.span() }) {
            options.requestTimeout = .milliseconds(timeout.milliseconds)
        }
        return options.addresses.isEmpty ? nil : options
    }

    private static func address(_ value: Value) -> String? {
        guard let text = value.text("an address such as http://localhost:8081") else { return nil }
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            return value.reject(.malformed, "expected an address that begins with http:// or https://")
        }
        // The address is shown in messages, so nothing that may be a secret stands in it.
        guard !text.contains("@") else {
            return value.reject(
                .malformed,
                "expected host and path alone: an address holds no user and no password; take them out, give the "
                    + "name as `user`, and name the environment variable of the password as `password_from`"
            )
        }
        guard !text.contains(where: { $0 == "?" || $0 == "#" }) else {
            return value.reject(
                .malformed,
                "expected host and path alone, without what begins with `?` or `#`; a key or token goes into an "
                    + "environment variable that `token_from` names"
            )
        }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        guard isPlain, text.split(separator: "/").count > 1 else {
            return value.reject(.malformed, "expected an address of host and path without blanks")
        }
        return text
    }
}
