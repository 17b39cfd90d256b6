import Formats
import Foundation
import Mapping
import Playbook
import Retention

extension Settings {
    /// How raw topics are read: by the mapping file, or by what the records themselves say.
    ///
    /// - Throws: `Failure` when the file can't be read or has faults, all of them with their places.
    func intake(currency: Currency?) throws -> IntakeSettings {
        guard let mapping else {
            return IntakeSettings(defaults: SourceSettings(defaults: Defaults(currency: currency)))
        }
        guard let text = try? String(contentsOfFile: mapping, encoding: .utf8) else {
            throw Failure(.input, "\(mapping): the mapping file can't be read")
        }
        do throws(PlaybookError) {
            return try MappingFile.load(yaml: text, named: mapping, currency: currency) {
                ProcessInfo.processInfo.environment[$0]
            }
        } catch {
            throw Failure(.input, error.description)
        }
    }
}
