/// The folders that stores of this process have open, so that a new one can wait for the old one's last writes.
enum StoreRegistry {
    private static let open = Monitor<Set<String>>([])

    /// Takes a folder once nobody has it; `false` when somebody still does at the deadline.
    static func acquire(_ path: String, until deadline: Deadline) -> Bool {
        self.open.wait { open in
            if open.insert(path).inserted { return .done(true) }
            return deadline.isOver ? .done(false) : .wait(until: deadline)
        }
    }

    /// Gives a folder back; its database is closed.
    static func release(_ path: String) {
        self.open.change { open in
            let removed = open.remove(path)
            precondition(removed != nil, "a folder is given back that nobody had")
        }
    }
}
