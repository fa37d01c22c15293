/// A handle: the pointer by which callers in C hold an object. It keeps the object alive until it
/// is closed.
enum Handle {
  static func give(_ object: some AnyObject, to place: GivenHandle) {
    place.pointee = Unmanaged.passRetained(object).toOpaque()
  }

  static func object<T: AnyObject>(_ handle: UnsafeRawPointer, _: T.Type = T.self) -> T {
    Unmanaged<T>.fromOpaque(handle).takeUnretainedValue()
  }

  static func close<T: AnyObject>(_ handle: UnsafeRawPointer, _: T.Type) {
    Unmanaged<T>.fromOpaque(handle).release()
  }
}
