import Synchronization

/// The texts of playbooks that lanes shall take up while they work: the one they decide by, and one in its shadow.
///
/// A lane takes a new text up between two transactions, compiles it by itself and leaves the old one in force when it
/// can't. Safe from any thread.
public final class PlaybookUpdates: Sendable {
    private struct Content {
        var number = 0
        var text: String?
    }

    private let content = Mutex(Content())

    /// Makes a place without a text.
    public init() {}

    /// Lets the lanes take up a text, soon.
    public func publish(_ text: String) {
        self.content.withLock { content in
            content.number += 1
            content.text = text
        }
    }

    /// The latest text and its number, when it came after the one of that number.
    func newer(than number: Int) -> (number: Int, text: String)? {
        self.content.withLock { content in
            guard content.number > number, let text = content.text else { return nil }
            return (content.number, text)
        }
    }
}
