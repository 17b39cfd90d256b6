import Files
import Foundation
import Journal
import JSON
import Playbook
import Retention

/// The state of every customer and visitor at the end of a replay: one JSON object a line, as `treue inspect --json` shows
/// a state, sorted by subject so that the same states give the same bytes.
///
/// It gets its name when it is complete.
final class StatesFile {
    private var file: OutputFile?

    /// Throws when no file can be written there.
    init(path: String) throws { self.file = try OutputFile(path: path) }

    /// Writes all states.
    func write(_ fold: borrowing PartitionFold<PlaybookProjection>) throws {
        guard var file = self.file.take() else { return }
        var subjects: [(name: [UInt8], subject: Subject)] = []
        subjects.reserveCapacity(fold.subjectCount)
        fold.forEachSubject { subject, _ in subjects.append((Array(subject.description.utf8), subject)) }
        subjects.sort { $0.name.lexicographicallyPrecedes($1.name) }
        var writer = JSONWriter()
        for (_, subject) in subjects {
            guard let state = fold.state(of: subject) else { continue }
            writer.reset()
            writer.beginObject()
            writer.key("subject")
            writer.string(subject.description)
            if fold.clock != .distantPast {
                writer.key("clock")
                writer.timestamp(fold.clock.milliseconds)
            }
            CustomerReport.write(state, to: &writer)
            writer.endObject()
            writer.newline()
            try file.append(writer.span)
        }
        try file.close()
    }
}
