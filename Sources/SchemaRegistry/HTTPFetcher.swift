internal import CCurl

/// Fetches addresses over HTTP, one after the other, keeping its connections.
///
/// Blocks the calling thread. Used by one thread at a time.
@safe
struct HTTPFetcher: ~Copyable {
    /// The largest answer in bytes.
    static let limit = 1 << 20

    /// What came of a request.
    enum Outcome {
        /// An answer with its status and body.
        case answer(status: Int, body: [UInt8])
        /// The body is larger than ``HTTPFetcher/limit``.
        case tooLarge
        /// No answer; the text holds no secret.
        case failed(String)
    }

    private let curl: OpaquePointer?
    private let buffer: UnsafeMutablePointer<UInt8>
    private let options: RegistryOptions

    private static let isPrepared = treue_curl_prepare() != 0

    init(_ options: RegistryOptions) {
        self.options = options
        unsafe curl = Self.isPrepared ? OpaquePointer(curl_easy_init()) : nil
        // Reserved, not used: the system lends pages only once they are written to.
        unsafe buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.limit)
    }

    deinit {
        if let curl = unsafe curl { unsafe curl_easy_cleanup(UnsafeMutableRawPointer(curl)) }
        unsafe buffer.deallocate()
    }

    /// Fetches one address.
    mutating func get(_ address: String) -> Outcome {
        guard let curl = unsafe curl else { return .failed("memory for an HTTP client is short") }
        var answer = unsafe treue_get_answer()
        unsafe answer.bytes = unsafe buffer
        unsafe answer.capacity = Self.limit
        let code = unsafe perform(UnsafeMutableRawPointer(curl), address, &answer)
        if unsafe answer.overflowed != 0 { return .tooLarge }
        guard code == CURLE_OK else { return .failed(Self.explanation(code)) }
        let body = unsafe [UInt8](UnsafeBufferPointer(start: buffer, count: answer.count))
        return unsafe .answer(status: Int(answer.status), body: body)
    }

    private func perform(
        _ curl: UnsafeMutableRawPointer,
        _ address: String,
        _ answer: inout treue_get_answer
    ) -> CURLcode {
        var user: String?
        var password: String?
        var bearer: String?
        switch options.credentials {
        case .none: break
        case .basic(let name, let secret): (user, password) = (name, secret)
        case .bearer(let token): bearer = token
        }
        var request = unsafe treue_get_options()
        unsafe request.connect_timeout_ms = Self.milliseconds(options.connectTimeout)
        unsafe request.timeout_ms = Self.milliseconds(options.requestTimeout)
        return unsafe withText(address) { url in
            unsafe withText(user) { user in
                unsafe withText(password) { password in
                    unsafe withText(bearer) { bearer in
                        unsafe withText(options.authorityFile) { file in
                            unsafe request.url = url
                            unsafe request.user = user
                            unsafe request.password = password
                            unsafe request.bearer = bearer
                            unsafe request.ca_file = file
                            return unsafe treue_get(curl, &request, &answer)
                        }
                    }
                }
            }
        }
    }

    private func withText(
        _ text: String?,
        _ body: (UnsafePointer<CChar>?) -> CURLcode
    ) -> CURLcode {
        guard let text else { return body(nil) }
        return unsafe text.withCString(body)
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let parts = duration.components
        // At most a day: what libcurl takes has a bound.
        let seconds = Int(max(0, min(parts.seconds, 86_400)))
        return max(1, seconds * 1_000 + Int(parts.attoseconds / 1_000_000_000_000_000))
    }

    private static func explanation(_ code: CURLcode) -> String {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return "it did not answer in time; check the address and the registry's load"
        case CURLE_COULDNT_CONNECT: return "nothing accepts connections there; check that the registry runs"
        case CURLE_COULDNT_RESOLVE_HOST: return "its name is not known; check the address"
        case CURLE_SSL_CACERT_BADFILE: return "the file of certificates can't be read; check its path"
        case CURLE_PEER_FAILED_VERIFICATION:
            return "its certificate is not trusted; name the file of the authority that signed it"
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return "this is no http or https address; correct it"
        default: return unsafe String(cString: curl_easy_strerror(code))
        }
    }
}
