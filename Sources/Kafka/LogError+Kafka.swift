import Journal

extension LogError {
    /// What a failed operation means to a lane: what passes by itself asks it to join again, and says what is waited for.
    ///
    /// `health` tells of the connection behind the operation. The message names brokers, topics and groups, no records.
    init(_ error: KafkaError, brokers: String, health: ClientHealth? = nil) {
        let recent = health.flatMap { health in
            health.lastErrorAt.map { ContinuousClock.now - $0 < .seconds(60) } == true ? health.lastError : nil
        }
        let isConnection = error.code.isConnection || error.isTimeout
        if isConnection, let recent, recent.code == .authentication {
            self.init(.fatal, "brokers \(brokers) refuse this client: \(recent.message)")
        } else if error.code.isConnection || error.isTimeout && health?.areAllBrokersDown == true {
            let reason = recent?.message ?? error.message
            self.init(.rejoin, "brokers \(brokers) can't be reached: \(reason) (\(error.operation))")
        } else if error.code.isUnknownTopic {
            self.init(.rejoin, "\(error.inWords); waiting for the topic: was it created?")
        } else {
            let remedy: Remedy = error.remedy == .fatal || error.code.isHopeless ? .fatal : .rejoin
            let reason = isConnection ? recent.map { "; the last trouble was: \($0.message)" } ?? "" : ""
            self.init(remedy, error.inWords + reason)
        }
    }
}

extension KafkaError {
    /// What was done, and what went wrong.
    var inWords: String { "\(operation): \(message) (\(code))" }
}

extension KafkaError.Code {
    /// Whether no broker could be talked to.
    var isConnection: Bool { self == .transport || self == .allBrokersDown || self == .resolve }

    /// Whether a topic is missing, perhaps because it was created a moment ago.
    var isUnknownTopic: Bool {
        self == .unknownTopicOrPartition || self == .unknownTopic || self == .unknownPartition
    }
}
