import ArgumentParser
import Files
import Journal
import Kafka
import Playbook

/// What ends a command early, with the exit code that `treue --help` documents.
struct Failure: Error, CustomStringConvertible {
    enum Kind: Int32 {
        case work = 1
        case usage = 64
        case input = 65
        case unavailable = 69
        case interrupted = 130
    }

    let kind: Kind
    let description: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.description = message
    }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as PlaybookError: self.init(.input, error.description)
        case let error as FilesError:
            let isOutput = error.code == .diskFull || error.code == .unwritable
            self.init(isOutput ? .work : .input, error.description)
        case let error as KafkaError:
            self.init(error.isTimeout || error.remedy == .retry ? .unavailable : .work, error.description)
        case let error as LogError: self.init(.work, error.description)
        default: self.init(.work, "\(error)")
        }
    }
}

/// Runs the body of a command; prints what went wrong and leaves with the documented code.
func reporting(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let exit as ExitCode {
        throw exit
    } catch {
        let failure = Failure(error)
        Terminal.complain("treue: " + failure.description)
        throw ExitCode(failure.kind.rawValue)
    }
}
