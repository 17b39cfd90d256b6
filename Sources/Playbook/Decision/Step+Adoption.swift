import Retention

extension Step {
    /// Takes over what another playbook's rules remembered.
    mutating func adopt(_ effects: inout Effects) {
        self.decisions.memories.removeAll { !self.set.remembers($0.rule) }
        for entry in self.set.entries {
            let rule = entry.rule
            for place in self.decisions.range(of: rule.id) { self.refresh(place, rule) }
            switch rule.trigger {
            case .event: self.shortenWaits(entry)
            case .since, .yearly, .dates: self.solve(entry, notBefore: self.now, isAdopting: true)
            case .reaches(let formula, let thresholds):
                self.pass(entry, formula, thresholds, isSilent: true, &effects)
            case .changes(let formula, let recheck):
                self.compare(entry, formula, recheck, isSilent: true, &effects)
            case .stages, .segment: self.classify(entry, isSilent: true, &effects)
            }
        }
    }

    /// Takes away what the rule has no use for any more.
    private mutating func refresh(_ place: Int, _ rule: Rule) {
        if rule.goal == nil {
            self.decisions.memories[place].goalFrom = nil
            self.decisions.memories[place].goalUntil = .never
        }
        switch rule.trigger {
        case .event(_, wait: nil), .reaches: self.decisions.memories[place].due = .never
        default: break
        }
    }

    /// Solves waits again by the lengths of the new playbook; one that would be over by now is over.
    private mutating func shortenWaits(_ entry: RuleSet.Entry) {
        guard case .event(_, .stages(let lengths)?) = entry.rule.trigger else { return }
        for place in self.decisions.range(of: entry.rule.id) {
            let memory = self.decisions.memories[place]
            guard let anchor = memory.anchor, memory.due != .never else { continue }
            var stage = min(Int(memory.value), lengths.count)
            var due = Timestamp.never
            while stage < lengths.count, let length = self.length(lengths[stage]) {
                due = anchor + length
                if due >= self.now { break }
                due = .never
                stage += 1
            }
            self.decisions.memories[place].value = Int64(stage)
            self.decisions.memories[place].due = due
        }
    }
}
