import CRE2
import Synchronization

/// A regular expression in the syntax of RE2, compiled.
///
/// Matching takes time linear in the length of the text, whatever the pattern, and may be done by several threads at
/// once. A pattern uses at most 2 MiB, which includes what matching needs.
@safe
package final class CompiledPattern: Sendable {
    /// Longer patterns are refused, since reading them takes memory which is not counted.
    private static let longest = 16 << 10
    private static let memory: Int64 = 2 << 20
    private static let cache = Mutex(BoundedCache<[UInt8], CompiledPattern>(capacity: 32))

    // Never changes, and RE2 lets several threads match at once.
    private nonisolated(unsafe) let pattern: OpaquePointer

    /// Compiles a pattern; throws `.badArgument` if it is none, or needs too much memory.
    package init(_ text: String) throws(Fault) {
        let bytes = text.utf8
        guard bytes.count <= Self.longest else { throw Fault(.badArgument) }
        let compiled = unsafe bytes.span.withUnsafeBufferPointer { buffer in
            unsafe cel_pattern_compile(buffer.baseAddress, buffer.count, Self.memory)
        }
        guard let compiled = unsafe compiled else { throw Fault(.badArgument) }
        unsafe self.pattern = compiled
    }

    deinit { unsafe cel_pattern_free(self.pattern) }

    /// Whether the pattern matches anywhere in a text; throws `.tooCostly` when there is no memory left to tell.
    package func matches(_ text: String) throws(Fault) -> Bool {
        let bytes = text.utf8
        let found = unsafe bytes.span.withUnsafeBufferPointer { buffer in
            unsafe cel_pattern_matches(self.pattern, buffer.baseAddress, buffer.count)
        }
        guard found >= 0 else { throw Fault(.tooCostly) }
        return found == 1
    }

    /// A pattern that may have been compiled before; the last ones are kept.
    package static func cached(_ text: String) throws(Fault) -> CompiledPattern {
        // Under the bytes, since a `String` takes texts for the same that match differently.
        let key = Array(text.utf8)
        if let pattern = Self.cache.withLock({ $0.element(key) }) { return pattern }
        let pattern = try CompiledPattern(text)
        Self.cache.withLock { $0.insert(pattern, key) }
        return pattern
    }
}
