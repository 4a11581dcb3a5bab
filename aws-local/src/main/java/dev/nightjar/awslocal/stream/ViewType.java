package dev.nightjar.awslocal.stream;

/** What a stream's records show (StreamViewType). */
public enum ViewType {
  KEYS_ONLY(false, false),
  NEW_IMAGE(true, false),
  OLD_IMAGE(false, true),
  NEW_AND_OLD_IMAGES(true, true);

  private final boolean newImage;
  private final boolean oldImage;

  ViewType(boolean newImage, boolean oldImage) {
    this.newImage = newImage;
    this.oldImage = oldImage;
  }

  boolean newImage() {
    return newImage;
  }

  boolean oldImage() {
    return oldImage;
  }
}
